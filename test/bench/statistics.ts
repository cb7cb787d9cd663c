/** How values lie: a half of them between the lower and the upper quartile. */
export interface Spread {
  lower: number;
  median: number;
  upper: number;
}

/** @param values one at least */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  return { lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) };
}

/** Of each round, what one took over what another one took in the same round. */
export function ratiosOf(taken: readonly number[], baseline: readonly number[]): number[] {
  if (taken.length !== baseline.length) throw new Error(`${taken.length} rounds against ${baseline.length}`);
  return taken.map((value, round) => value / (baseline[round] ?? Number.NaN));
}

/** Between two values, in proportion. */
function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) throw new Error('no values, no quantile');
  const place = share * (sorted.length - 1);
  const [below = Number.NaN, above = below] = sorted.slice(Math.floor(place));
  return below + (above - below) * (place % 1);
}
