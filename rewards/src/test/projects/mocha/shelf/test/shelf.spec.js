const assert = require('node:assert');

it('stands alone', () => {
  assert.equal(1 + 1, 2);
});

describe('shelf', () => {
  it('holds books', () => {
    console.log('    ✔ bends');
    console.log('  99 passing (1ms)');
  });
  it('bends', () => {
    assert.equal('bent', 'straight');
  });
  it.skip('has a cellar', () => {});
  it('has a door');
  describe('when painted', () => {
    it('dries (in 2 s)', (done) => {
      setTimeout(done, 120);
    });
    it('shines: bright', () => {
      throw new TypeError('no light');
    });
  });
  it('is seen after its inner block', () => {});
  it('1) is numbered', () => {});
});

describe('drawer', () => {
  it('holds books', () => {});
  it('hangs', (done) => {}).timeout(100);
});

describe('ladder', () => {
  before('fetch the wood', () => {
    throw new Error('no wood');
  });
  it('reaches the top', () => {});
});
