import type { Deciding } from '../commands/deciding.ts';
import type { Context } from '../context/context.ts';
import { changeGuard, listed } from './change-guard.ts';

/** Opens a parent, whoever closed it. */
export const run = (context: Context, id: string, decided: Deciding): Promise<undefined> =>
  changeGuard(
    context,
    {
      command: { action: 'openParent', parent: id },
      does: [
        `Lines from and to ${id} are called for again, at once, whoever closed it.`,
        'What was held or unhealthy there before is forgotten: it closes by itself again only for what comes now.',
      ],
      words: { parent: 'ID' },
      done: `${id} is open.`,
      wasSo: `${id} was not closed`,
      isThere: ({ closedParents }) =>
        listed(
          'closed',
          closedParents.map(({ parent }) => parent),
        ),
    },
    decided,
  );
