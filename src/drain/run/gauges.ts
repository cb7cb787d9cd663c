import { DRAINS_TENANT } from '../../migration/model/drains-tenant.ts';
import type { ControlItem } from '../../migration/ports/control.ts';
import type { Requests } from '../../migration/ports/requests.ts';
import { type Drain, isOver, stateOf } from './drain.ts';
import { isOpen } from './line.ts';
import type { Plans } from './plans.ts';
import type { AdvanceDrainPorts } from './ports.ts';
import { requestIdOf } from './request-of.ts';
import { whyWaits } from './why-waits.ts';

/** How drains are, for people who are not watching. */
export interface DrainGauges {
  /** Started and not over. */
  running: number;
  /** Of those, that wait for a person to resume them. */
  stopped: number;
  /** Lines that are released and not done. */
  open: number;
  /** For how long a drain that nothing is known to hold up has neither released a line nor come further with one, in seconds. */
  idleSeconds: number;
  /** For how long a released line has waited for another of its group or owner, in seconds; the longest. */
  groupWaitSeconds: number;
  /** Announced to customers, with a window that is close or open, and not approved. */
  unapproved: number;
}

export interface GaugePorts {
  ledger: Pick<AdvanceDrainPorts['ledger'], 'readControl' | 'readDrain'> & Pick<Requests, 'read'>;
  plans: Plans;
  settings: { drainApprovals: number };
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** Before its window, a drain that was announced and not approved is what someone has to see to. */
const CLOSE_MS = 24 * 3_600_000;

/** Waits for a person, a time or another drain. Limits are none of them: they end by what lines come to. */
const FOR_A_REASON: ReadonlySet<string> = new Set([
  ...['stopped', 'paused', 'window', 'windowEnds', 'gate', 'rollback', 'frozen', 'closed'],
]);

export async function drainGauges(ports: GaugePorts): Promise<DrainGauges> {
  const control = await ports.ledger.readControl();
  const { drain, rollback } = control.running ?? {};
  const running = (await readAll([drain, rollback], ports)).filter((one) => !isOver(one) && one.phase !== 'PLANNED');
  const idle = await Promise.all(running.map((one) => idleMs(one, control, ports)));
  const waits = await Promise.all(running.map((one) => groupWaitMs(one, ports)));
  return {
    running: running.length,
    stopped: running.filter((one) => stateOf(one) === 'STOPPED').length,
    open: running.flatMap(({ lines }) => Object.values(lines)).filter(isOpen).length,
    idleSeconds: Math.max(0, ...idle) / 1000,
    groupWaitSeconds: Math.max(0, ...waits) / 1000,
    unapproved: await countUnapproved(control, ports),
  };
}

async function readAll(drainIds: (string | undefined)[], { ledger }: GaugePorts): Promise<Drain[]> {
  const wanted = drainIds.filter((id) => id !== undefined);
  const stored = await Promise.all(wanted.map((id) => ledger.readDrain(id)));
  return stored.flatMap((one) => (one ? [one.drain] : []));
}

async function idleMs(drain: Drain, control: ControlItem, { plans, clock }: GaugePorts): Promise<number> {
  const now = clock();
  const plan = await plans.read(drain);
  const [first] = plan ? whyWaits(drain, plan, control, now) : [];
  if (first && FOR_A_REASON.has(first.cause)) return 0;
  const lines = Object.values(drain.lines).map(({ atMs = 0 }) => atMs);
  const { started, ending, lastReleaseAtMs = 0, wave } = drain;
  const progress = [started?.atMs, ending?.atMs, lastReleaseAtMs, wave.checkedAtMs, wave.doneAtMs, ...lines];
  return now - Math.max(...progress.map((atMs = 0) => atMs));
}

async function groupWaitMs({ drainId, lines }: Drain, { ledger, clock }: GaugePorts): Promise<number> {
  const released = Object.entries(lines).filter(([, { state }]) => state === 'released');
  const waits = await Promise.all(
    released.map(async ([connectionId, line]) => {
      if (!line.try) return 0;
      const requestId = requestIdOf({ drainId, connectionId, try: line.try.number });
      const { waitsFor } = (await ledger.read({ tenant: DRAINS_TENANT, requestId })) ?? {};
      return waitsFor?.cause === 'group' ? clock() - waitsFor.sinceMs : 0;
    }),
  );
  return Math.max(0, ...waits);
}

/** Who sets a cordon for a drain (the command `announce`): so drains are found that have not started. */
const BY_A_DRAIN = /^drain ([A-Za-z0-9_-]+)$/;

async function countUnapproved({ cordons = {} }: ControlItem, ports: GaugePorts): Promise<number> {
  if (ports.settings.drainApprovals === 0) return 0;
  const now = ports.clock();
  const announced = await readAll(
    [...new Set(Object.values(cordons).map(({ by }) => BY_A_DRAIN.exec(by)?.[1]))],
    ports,
  );
  return announced.filter(({ announcement, ...drain }) => {
    if (!announcement || stateOf(drain) !== 'DRAFT') return false;
    return announcement.fromMs - CLOSE_MS <= now && now < announcement.toMs;
  }).length;
}
