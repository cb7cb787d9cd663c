import type { Deciding } from '../commands/deciding.ts';
import type { Context } from '../context/context.ts';
import { changeGuard, listed } from './change-guard.ts';

/** Takes a cordon away. */
export const run = (context: Context, id: string, decided: Deciding): Promise<undefined> =>
  changeGuard(
    context,
    {
      command: { action: 'uncordon', parent: id },
      does: [
        `Lines may be moved onto ${id} again. What was rejected meanwhile stays rejected: the order system sends it anew.`,
      ],
      words: { parent: 'ID' },
      done: `${id} is cordoned no more.`,
      wasSo: `${id} was not cordoned`,
      isThere: ({ cordons }) =>
        listed(
          'cordoned',
          cordons.map(({ parent }) => parent),
        ),
    },
    decided,
  );
