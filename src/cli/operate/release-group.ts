import type { Deciding } from '../commands/deciding.ts';
import type { Context } from '../context/context.ts';
import { changeGuard } from './change-guard.ts';

/** Lets a line hold up the other lines of its owner no more. */
export const run = (context: Context, ownerAccount: string, line: string, decided: Deciding): Promise<undefined> =>
  changeGuard(
    context,
    {
      command: { action: 'release', ownerAccount, connectionId: line },
      does: [
        `${line} holds up the other lines of ${ownerAccount} no more: they may be moved beside it, and then both may be down.`,
        'It still may go back where it came from. An event tells of it, and this cannot be taken back.',
      ],
      words: { ownerAccount: 'OWNER', connectionId: 'LINE' },
      done: `${line} holds up no other line of ${ownerAccount} any more.`,
      wasSo: `${line} holds up no other line of ${ownerAccount}: there is nothing to release.`,
    },
    decided,
  );
