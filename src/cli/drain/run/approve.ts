import { UsageError } from '../../cli-error.ts';
import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { headLines } from '../plan-head.ts';
import { askApproval, showDone } from './ask-drain.ts';
import { readDrain } from './read-drain.ts';
import { checkSeen } from './shown-digest.ts';

/** Approves the plan that is shown, and no other. */
export async function run(
  context: Context,
  drainId: string,
  decided: Deciding & { digest?: string },
): Promise<undefined> {
  const { digest: seen, by, why, yes } = decided;
  if (yes && seen === undefined) {
    const todo = `look at it (dxm drain show ${drainId}), and say --digest sha256:… as it shows it`;
    throw new UsageError('which plan? --yes approves none that no one has seen', { where: '--digest', todo });
  }
  const known = await readDrain(context, drainId);
  checkSeen(known, seen);
  const { drain, plan } = known;
  const { rev, digest } = drain;
  const does = `This plan, revision ${rev}, is approved: it may be carried out in its window, and until a day after what it has moved may be moved back.`;
  const all = `What it does with each line: dxm drain show ${drainId}`;
  await confirm(context, [...headLines(plan, context.clock()), does, all], decided);
  const answer = await askApproval(context, { action: 'approve', drainId, rev, digest, by, why });
  showDone(
    context,
    answer,
    [`Approved: ${drainId}, revision ${rev}. To tell its customers: dxm drain announce ${drainId} --why "…"`],
    `Revision ${rev} of ${drainId} was approved already.`,
  );
  return undefined;
}
