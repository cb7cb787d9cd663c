import { stateOf } from '../../../drain/run/drain.ts';
import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { printable } from '../../output/printable.ts';
import { localTime } from '../../output/time.ts';
import { headLines } from '../plan-head.ts';
import { askDrain, showDone } from './ask-drain.ts';
import { type KnownDrain, readDrain } from './read-drain.ts';
import { checkSeen } from './shown-digest.ts';

type Waived = 'notice' | 'approval';

export interface StartOptions extends Deciding {
  digest?: string;
  /** Empty if nothing is. */
  waive: Waived[];
}

/** Lets a drain run. */
export async function run(context: Context, drainId: string, options: StartOptions): Promise<undefined> {
  const { digest: seen, by, why } = options;
  const known = await readDrain(context, drainId);
  checkSeen(known, seen);
  const { drain, plan } = known;
  const waive = [...new Set(options.waive)];
  await confirm(context, [...headLines(plan, context.clock()), ...doesOf(known, waive).map(printable)], options);
  const more = waive.length === 0 ? {} : { waive };
  const answer = await askDrain(
    context,
    { action: 'start', drainId, digest: drain.digest, ...more, by, why },
    `dxm drain status ${drainId} says how far it is`,
  );
  showDone(
    context,
    answer,
    [
      `Started: ${drainId}. To watch it: dxm drain watch ${drainId}`,
      `To stop it at any time: dxm drain stop ${drainId}`,
    ],
    `${drainId} was started already.`,
  );
  return undefined;
}

/** What it starts without is no detail. */
function doesOf({ drain, plan }: KnownDrain, waive: readonly Waived[]): string[] {
  const { announcement, approval, rev } = drain;
  const [canary] = plan.waves;
  const isApproved = stateOf(drain) === 'APPROVED' && approval;
  const rows: Record<Waived, string> = {
    approval: isApproved ? `approved by ${approval.by}, ${localTime(approval.atMs)}` : `NOT approved, revision ${rev}`,
    notice: announcement?.doneAtMs ? `announced ${localTime(announcement.doneAtMs)}` : 'NOT announced',
  };
  const said = (['approval', 'notice'] as const).map((what) =>
    waive.includes(what) ? `${rows[what]}; not waited for, by your word: WAIVED ${what}` : rows[what],
  );
  const from = canary ? `, with ${canary.lines.join(', ')}` : '';
  return [
    ...said,
    `Its lines are moved from ${localTime(Date.parse(plan.window.from))} on${from}. Each is down for a moment.`,
  ];
}
