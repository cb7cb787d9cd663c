import { formatTime, toExactTime } from '../../../src/contract/time.ts';
import { requestIdOf } from '../../../src/drain/run/request-of.ts';
import type { Random } from '../../support/random.ts';
import type { Stage } from '../stage.ts';
import { DRAIN_PARENTS } from '../topology.ts';
import type { DrainFunctions } from './drain-functions.ts';
import type { DrainStage } from './drain-stage.ts';

/** Someone who has the role of drains sends a request by hand: of a line that is not released, another try, or another target. */
export function sendByHand(
  random: Random,
  { time }: Stage,
  { memory, made }: DrainStage,
  functions: DrainFunctions,
): void {
  const drain = [...memory.drains.values()].at(-1)?.drain;
  const plan = drain && made.get(drain.digest);
  if (!drain || !plan || plan.lines.length === 0) return;
  const { connectionId, to } = random.pick(plan.lines);
  const last = drain.lines[connectionId]?.try?.number ?? 0;
  const number = random.pick([last + 1, last + 2, Math.max(1, last)]);
  const target = random.chance(0.5) ? to : random.pick(DRAIN_PARENTS.filter((parent) => parent !== plan.source));
  functions.sendByHand({
    schemaVersion: '1',
    requestId: requestIdOf({ drainId: drain.drainId, connectionId, try: number }),
    connectionId,
    expectedParentConnectionId: plan.source,
    parentConnectionId: target,
    requestedAt: toExactTime(formatTime(time.now)) ?? '',
    correlationId: drain.drainId,
    dryRun: false,
  });
}
