import { describe, expect, it, test } from 'vitest';

test('stands alone', () => {
  expect(1 + 1).toBe(2);
});

describe('shelf', () => {
  it('holds books', () => {
    console.log(' ✓ src/shelf.test.js > shelf > bends 3ms');
    expect([1, 2]).toHaveLength(2);
  });
  it('bends', () => {
    expect('bent').toBe('straight');
  });
  it.skip('has a cellar', () => {});
  it.todo('has a door');
  describe('when painted', () => {
    it('dries in 2 s', async () => {
      await new Promise((resolve) => setTimeout(resolve, 400));
    });
    it('shines > bright', () => {
      throw new TypeError('no light');
    });
  });
  test.each([
    [1, 1],
    [2, 3],
  ])('%i boards hold %i books', (boards, books) => {
    expect(boards).toBe(books);
  });
  it.fails('is known to fail', () => {
    expect(1).toBe(2);
  });
  it('passes at last', { retry: 2 }, ({ task }) => {
    expect(task.result.retryCount).toBe(1);
  });
});

describe.skip('cellar', () => {
  it('is dry', () => {});
});
