import { describe, expect, it } from 'vitest';
import { ratiosOf, spreadOf } from '../../bench/statistics.ts';

describe('a spread', () => {
  it('has the median and the quartiles, in whatever order the values come', () => {
    expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ lower: 2, median: 3, upper: 4 });
  });

  it('lies between two values in proportion', () => {
    expect(spreadOf([10, 20, 30, 40])).toEqual({ lower: 17.5, median: 25, upper: 32.5 });
  });

  it('of one value is that value', () => {
    expect(spreadOf([7])).toEqual({ lower: 7, median: 7, upper: 7 });
  });

  it('of no value is an error', () => {
    expect(() => spreadOf([])).toThrow('no values');
  });
});

describe('ratios', () => {
  it('are taken round by round: what slows a round down, slows both', () => {
    expect(ratiosOf([2, 20, 6], [1, 10, 3])).toEqual([2, 2, 2]);
  });

  it('of unlike numbers of rounds are an error', () => {
    expect(() => ratiosOf([1, 2], [1])).toThrow('2 rounds against 1');
  });
});
