import { fingerprintOf } from '../../contract/fingerprint.ts';
import type { MigrationRequest } from '../../contract/request-schema.ts';
import type { ControlItem } from '../../migration/ports/control.ts';
import type { Release, Releases } from '../../migration/ports/releases.ts';
import type { Drain } from './drain.ts';
import { movesOf } from './moves.ts';
import type { Plans } from './plans.ts';
import type { Drains } from './ports.ts';
import { parseRequestId, requestOf } from './request-of.ts';

interface ReleasePorts {
  drains: Pick<Drains, 'readDrain'>;
  plans: Plans;
  settings: { drainApprovals: number; minRequestedAt: string };
}

const NOT_RELEASED: Release = { kind: 'notReleased' };
const ENDED: Release = { kind: 'ended' };

/**
 * The core's question to a drain, before each call and once more after its intent: whether it has released this line, by this try, from
 * and to these parents, under the plan that was approved, and no other content. The sender alone proves nothing.
 */
export function releases(ports: ReleasePorts): Releases {
  return { releaseOf: (request, control) => releaseOf(request, control, ports) };
}

async function releaseOf(request: MigrationRequest, control: ControlItem, ports: ReleasePorts): Promise<Release> {
  const key = parseRequestId(request.requestId);
  if (!key || key.connectionId !== request.connectionId || key.isRehearsal !== request.dryRun) return NOT_RELEASED;
  const stored = await ports.drains.readDrain(key.drainId);
  if (!stored) return NOT_RELEASED;
  const { drain } = stored;
  const plan = await ports.plans.read(drain);
  const move = plan && movesOf(drain, plan).get(request.connectionId);
  if (!move || move.from !== request.expectedParentConnectionId || move.to !== request.parentConnectionId)
    return NOT_RELEASED;
  const isWayBack = drain.rollbackOf !== undefined;
  if (key.isRehearsal) return { kind: 'released', isWayBack };
  const last = drain.lines[request.connectionId]?.try;
  if (!last || key.try > last.number) return NOT_RELEASED;
  if (key.try < last.number || last.rev !== drain.rev) return ENDED;
  // To the last field: its window and its group were not chosen by who has sent it.
  const released = requestOf(key.drainId, move, last, plan.ticket);
  if (fingerprintOf(request) !== fingerprintOf(released)) return NOT_RELEASED;
  if (!isRunning(drain, control, ports.settings) || !(await isApproved(drain, ports))) return ENDED;
  const [stop] = drain.stops;
  return stop ? { kind: 'stopped', obstacle: stop.id } : { kind: 'released', isWayBack };
}

/** One drain runs at a time, and one rollback: CONTROL says which. */
function isRunning(
  { drainId, rollbackOf, phase, started }: Drain,
  { running = {} }: ControlItem,
  { minRequestedAt }: ReleasePorts['settings'],
): boolean {
  const isMeant = (rollbackOf === undefined ? running.drain : running.rollback) === drainId;
  return phase === 'RUNNING' && isMeant && started !== undefined && started.atMs >= Date.parse(minRequestedAt);
}

/** A rollback is covered by the approval of the plan that it takes back. */
async function isApproved(drain: Drain, { drains, settings }: ReleasePorts): Promise<boolean> {
  const of = drain.rollbackOf === undefined ? drain : (await drains.readDrain(drain.rollbackOf))?.drain;
  if (!of) return false;
  const { approval, waivers } = of;
  // One that is there may be of an earlier revision, and what was waived is this one's.
  if (approval?.rev === drain.rev && approval.digest === drain.digest) return true;
  return waivers.approval !== undefined || settings.drainApprovals === 0;
}
