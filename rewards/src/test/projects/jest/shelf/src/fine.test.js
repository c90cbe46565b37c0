describe('fine', () => {
  it('passes', () => {});
});
