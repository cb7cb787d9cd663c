import { describe, expect, it } from 'vitest';
import { parseRate } from '../../../local/eventbridge/schedule-rate.ts';

// "Rate expressions reference", EventBridge User Guide.
describe('parseRate', () => {
  it.each([
    ['rate(1 minute)', 1],
    ['rate(5 minutes)', 5],
    ['rate(1 hour)', 60],
    ['rate(2 hours)', 120],
    ['rate(1 day)', 1440],
    ['rate(30 days)', 43_200],
  ])('reads %s', (expression, minutes) => {
    expect(parseRate(expression)).toBe(minutes);
  });

  it.each([
    ['rate(1 hours)', 'singular, hour'],
    ['rate(5 hour)', 'plural, hours'],
    ['rate(0 minutes)', 'only rate(value unit)'],
    ['rate(1.5 minutes)', 'only rate(value unit)'],
    ['rate(1 week)', 'only rate(value unit)'],
    ['rate(1minute)', 'only rate(value unit)'],
    ['cron(0 10 * * ? *)', 'only rate(value unit)'],
  ])('rejects %s', (expression, problem) => {
    expect(() => parseRate(expression)).toThrow(problem);
  });
});
