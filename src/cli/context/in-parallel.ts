/** Does the same with each, so many at a time; results in the order of what was given. After a failure nothing more is begun. */
export async function inParallel<One, Result>(
  all: readonly One[],
  atATime: number,
  work: (one: One) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(all.length);
  const rest = all.entries();
  let hasFailed = false;
  const worker = async () => {
    for (const [index, one] of rest) {
      if (hasFailed) return;
      try {
        results[index] = await work(one);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, all.length) }, worker));
  return results;
}
