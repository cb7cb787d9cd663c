import { describe, expect, it } from 'vitest';
import { networksOverlap } from '../src/topology/addresses.ts';

describe('networksOverlap', () => {
  it.each([
    ['10.0.0.1/30', '10.0.0.2/30', true],
    ['10.0.0.1/30', '10.0.0.5/30', false],
    ['10.0.0.0/8', '10.200.0.1/30', true],
    ['10.200.0.1/30', '10.0.0.0/8', true],
    ['2001:db8::1/125', '2001:db8::7/125', true],
    ['2001:db8::1/125', '2001:db8::8/125', false],
    ['2001:db8::1/125', '10.0.0.1/30', false],
    ['nonsense', 'nonsense', false],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(networksOverlap(one, other)).toBe(expected);
  });
});
