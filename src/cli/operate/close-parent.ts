import type { Deciding } from '../commands/deciding.ts';
import type { Context } from '../context/context.ts';
import { changeGuard } from './change-guard.ts';
import { checkParent } from './check-parent.ts';

/** Stops calls from and to a parent. */
export async function run(context: Context, id: string, decided: Deciding): Promise<undefined> {
  await checkParent(context, id);
  return changeGuard(
    context,
    {
      command: { action: 'closeParent', parent: id },
      does: [
        `No line is called for from or to ${id}, from two seconds on, until dxm parent open ${id}. Requests wait, and expire in time.`,
        'Lines that go back where they came from, from a move that was not found healthy, still may.',
      ],
      words: { parent: 'ID' },
      done: `Closed ${id}. To go on: dxm parent open ${id} --why "…"`,
      wasSo: `${id} was closed already.`,
    },
    decided,
  );
}
