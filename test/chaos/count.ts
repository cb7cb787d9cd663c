/** How many there are of each, by name. */
export type Counts = Record<string, number>;

/** Counts names, in their order. */
export function count(names: readonly string[]): Counts {
  const counts = Map.groupBy(names, (name) => name);
  return Object.fromEntries([...counts].map(([name, all]) => [name, all.length] as const).sort(byName));
}

function byName([one]: readonly [string, number], [other]: readonly [string, number]): number {
  return one < other ? -1 : 1;
}
