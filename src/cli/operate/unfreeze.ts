import type { Deciding } from '../commands/deciding.ts';
import type { Context } from '../context/context.ts';
import { changeGuard, listed } from './change-guard.ts';

/** Ends a freeze before its time. */
export const run = (context: Context, name: string, decided: Deciding): Promise<undefined> =>
  changeGuard(
    context,
    {
      command: { action: 'unfreeze', name },
      does: [`What waits for the end of the freeze ${name} is called for again, at once.`],
      words: { name: 'NAME' },
      done: `The freeze ${name} is lifted.`,
      wasSo: `there is no freeze ${name}`,
      isThere: ({ freezes }) =>
        listed(
          'frozen',
          freezes.map((freeze) => freeze.name),
        ),
    },
    decided,
  );
