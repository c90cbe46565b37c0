describe('ladder', () => {
  beforeAll(() => {
    throw new Error('no wood');
  });
  it('reaches the top', () => {});
});

describe('lamp', () => {
  it('holds books', () => {});
  it('hangs', async () => {
    await new Promise(() => {});
  }, 200);
});
