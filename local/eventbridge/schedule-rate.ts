const MINUTES_IN: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/**
 * Minutes between two runs of a `rate(value unit)` expression: a positive number, and a unit that is singular for 1 and
 * plural for more ("Rate expressions reference", EventBridge User Guide).
 *
 * @throws {Error} for anything else; `cron()` is understood by AWS but not here
 */
export function parseRate(expression: string): number {
  const parts = /^rate\(\s*([1-9]\d*)\s+(minute|hour|day)(s?)\s*\)$/.exec(expression);
  if (parts === null) {
    throw new Error(`"${expression}": locally only rate(value unit) is supported, such as rate(5 minutes)`);
  }
  const [, digits = '', unit = '', plural = ''] = parts;
  const value = Number(digits);
  if ((value === 1) !== (plural === '')) {
    throw new Error(`"${expression}": the unit must be ${value === 1 ? `singular, ${unit}` : `plural, ${unit}s`}`);
  }
  return value * (MINUTES_IN[unit] ?? 1);
}
