import type { Deciding } from '../commands/deciding.ts';
import type { Context } from '../context/context.ts';
import { changeGuard } from './change-guard.ts';

/** Lets no more lines onto a parent. */
export const run = (context: Context, id: string, decided: Deciding): Promise<undefined> =>
  changeGuard(
    context,
    {
      command: { action: 'cordon', parent: id },
      does: [
        `No line is moved onto ${id} any more: requests for it are rejected, PARENT_CANNOT_HOST, until dxm uncordon ${id}.`,
        'Lines that go back there from a move that was not found healthy still may. Those who provision past this service are told.',
      ],
      words: { parent: 'ID' },
      done: `Cordoned ${id}. To lift it: dxm uncordon ${id} --why "…"`,
      wasSo: `${id} was cordoned already.`,
    },
    decided,
  );
