import { describe, it } from 'vitest';

describe('fine', () => {
  it('passes', () => {});
});
