import type { Context } from '../context/context.ts';
import { interruptible } from '../context/interruptible.ts';
import { progress } from '../output/progress.ts';
import { givingBack } from './giving-back.ts';
import { type Looked, lookThrough, type Visit } from './look-through.ts';

/** Looks through one queue, and shows how far it has come. Ctrl-C ends it with its messages visible. */
export async function look(url: string, visit: Visit, context: Context): Promise<Looked> {
  const shown = progress();
  const back = givingBack(context.out, shown);
  const onTen = ({ seen, count, deleted }: Looked) =>
    shown.say(`read ${seen} of about ${count}${deleted > 0 ? `, deleted ${deleted}` : ''}`);
  try {
    return await interruptible(async (signal) => {
      const looked = await lookThrough(url, visit, context, { signal, onTen, onHide: back.hides });
      shown.end();
      if (signal.aborted && looked.deleted > 0)
        context.out.note(`deleted ${looked.deleted} before that; run it again to go on`);
      return looked;
    }, back);
  } finally {
    shown.end();
  }
}
