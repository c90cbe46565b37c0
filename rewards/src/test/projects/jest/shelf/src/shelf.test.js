test('stands alone', () => {
  expect(1 + 1).toBe(2);
});

describe('shelf', () => {
  it('holds books', () => {
    console.log('  ✓ bends (3 ms)\n✓ bends');
    expect([1, 2]).toHaveLength(2);
  });
  it('bends', () => {
    expect('bent').toBe('straight');
  });
  it.skip('has a cellar', () => {});
  it.todo('has a door');
  describe('when painted', () => {
    it('dries (in 2 s)', async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
    });
    it('shines › bright', () => {
      throw new TypeError('no light');
    });
  });
  it('is seen after its inner block', () => {});
  test.each([
    [1, 1],
    [2, 3],
  ])('%i boards hold %i books', (boards, books) => {
    expect(boards).toBe(books);
  });
  it.failing('is known to fail', () => {
    expect(1).toBe(2);
  });
});

describe('drawer', () => {
  it('holds books', () => {});
});

describe.skip('cellar', () => {
  it('is dry', () => {});
});
