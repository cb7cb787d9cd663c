import type { Context } from './context.ts';

/** Says what will be done, and asks, unless it was said before. Throws where the answer is no. */
export async function confirm(
  { ask }: Pick<Context, 'ask'>,
  what: readonly string[],
  { yes }: { yes?: boolean },
): Promise<void> {
  if (!yes) await ask(what);
}
