const { describe, it, test } = require('node:test');
const assert = require('node:assert');

test('stands alone', () => {
  assert.equal(1 + 1, 2);
});

describe('shelf', () => {
  it('holds books', () => {
    console.log('ok 9 - bends');
  });
  it('bends # a little', () => {
    assert.equal('bent', 'straight');
  });
  it('has a cellar', { skip: 'no cellar here' }, () => {});
  it('has a door', { todo: true }, () => {
    assert.fail('no door');
  });
  describe('when painted', () => {
    it('dries', () => {});
  });
});
