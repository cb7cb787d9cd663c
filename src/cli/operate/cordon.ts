import type { Deciding } from '../commands/deciding.ts';
import type { Context } from '../context/context.ts';
import { changeGuard } from './change-guard.ts';
import { checkParent } from './check-parent.ts';

/** Lets no more lines onto a parent. */
export async function run(context: Context, id: string, decided: Deciding): Promise<undefined> {
  await checkParent(context, id);
  return changeGuard(
    context,
    {
      command: { action: 'cordon', parent: id },
      does: [
        `No line is moved onto ${id} any more: requests for it are rejected, PARENT_CANNOT_HOST, until dxm uncordon ${id}.`,
        'Lines that go back there from a move that was not found healthy still may. An event tells those of it who put lines onto ports past this service.',
      ],
      words: { parent: 'ID' },
      done: `Cordoned ${id}. To lift it: dxm uncordon ${id} --why "…"`,
      wasSo: `${id} was cordoned already.`,
    },
    decided,
  );
}
