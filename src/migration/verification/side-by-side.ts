/** Does something with each, so many at a time, as long as there is time. Rejects with the first error, after all have ended. */
export async function sideBySide<Item>(
  items: Iterable<Item>,
  atATime: number,
  hasTime: () => boolean,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items].values();
  const worker = async () => {
    while (hasTime()) {
      const { value: item, done } = left.next();
      if (done) return;
      await run(item);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atATime }, worker));
  for (const worked of ended) if (worked.status === 'rejected') throw worked.reason;
}
