import { advance } from '../advance.ts';
import { sweepGroups } from '../groups/sweep.ts';
import { describeError } from '../model/describe-error.ts';
import { LedgerError } from '../model/ledger-error.ts';
import { keyOf, nameOf, type RequestItem } from '../model/request-item.ts';
import { roomForCallMs } from '../model/settings.ts';
import { waitsFor } from '../model/waits-for.ts';
import { publishNotices } from '../operators/publish-notices.ts';
import type { DueEntry } from '../ports/due-index.ts';
import type { ReconcilePorts } from '../ports/ports.ts';
import { type VerifyReport, verifyDue } from '../verification/verify-due.ts';
import { logWait } from './log-wait.ts';
import { isToCall, noteWait, park, type Waiter } from './park.ts';
import { WaitTally } from './wait-tally.ts';

/** What one run has done, in requests; and in lines that it has verified. */
export interface ReconcileReport extends VerifyReport {
  /** Found due and postponed before being worked on. */
  taken: number;
  finished: number;
  held: number;
  waiting: number;
  /** Threw; they come again when due. */
  failed: number;
  /** Still due when the run's time ended, at least. */
  left: number;
}

/** Requests worked on side by side: one that takes long does not hold up the others. */
const SIDE_BY_SIDE = 8;

/** The longest sleep, in poll intervals, of a request that waits and does not know for how long. */
const LONGEST_WAIT = 5;

type RequestReport = Omit<ReconcileReport, keyof VerifyReport>;

/** What a run has found so far. */
interface Found {
  report: RequestReport;
  waits: WaitTally;
}

/**
 * Takes what is due, oldest first, and advances it: what SQS has lost, what waits, and what a dead process left behind. Beside it,
 * verifies lines that were moved, and tells what operators did: none waits for the other.
 *
 * @param remaining milliseconds left of the invocation
 */
export async function reconcile(remaining: () => number, ports: ReconcilePorts): Promise<ReconcileReport> {
  const verifying = verifyDue(remaining, ports);
  const telling = publishNotices(ports);
  try {
    await sweepGroups(() => remaining() >= roomForCallMs(ports.settings), ports);
    const report = await takeRequests(remaining, ports);
    return { ...report, ...(await verifying) };
  } finally {
    await Promise.all([verifying, telling]);
  }
}

async function takeRequests(remaining: () => number, ports: ReconcilePorts): Promise<RequestReport> {
  const report: RequestReport = { taken: 0, finished: 0, held: 0, waiting: 0, failed: 0, left: 0 };
  const hasTime = () => remaining() >= roomForCallMs(ports.settings);
  const now = ports.clock();
  const waits = new WaitTally(ports);
  let next: string | undefined;
  do {
    const page = await ports.ledger.due(now, next);
    const entries = page.items.values();
    const worker = async () => {
      while (hasTime()) {
        const { value: entry, done } = entries.next();
        if (done) return;
        await visit(entry, remaining, ports, { report, waits });
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    next = page.next;
  } while (next !== undefined && hasTime());
  if (!hasTime()) report.left = await ports.ledger.countDue(now);
  waits.log();
  await keepStandby(ports);
  return report;
}

/**
 * While a backlog is worked off, one more event for `dispatch`: Lambda keeps trying it while the run goes on, and starts the next
 * one soon if that run should die.
 */
async function keepStandby({ ledger, wakeDispatch }: ReconcilePorts): Promise<void> {
  if ((await ledger.readControl()).backlogAtMs !== undefined) await wakeDispatch();
}

/** Whatever is wrong with one item, the others get their turn, and it comes again, ever more rarely. */
async function visit(
  entry: DueEntry,
  remaining: () => number,
  ports: ReconcilePorts,
  { report, waits }: Found,
): Promise<void> {
  try {
    const item = await postpone(entry, ports);
    if (!item) return;
    report.taken++;
    report[await work(item, remaining, ports, waits)]++;
  } catch (error) {
    report.failed++;
    ports.log('faulted', { ...entry.key, error: describeError(error) });
  }
}

/** The index may lag behind the item: the condition on its due time says whether it is due in truth. */
async function postpone(
  { key, dueAtMs, postponements }: DueEntry,
  { ledger, clock, settings }: ReconcilePorts,
): Promise<RequestItem | undefined> {
  const rest = Math.min(settings.pollIntervalMs * 2 ** postponements, settings.postponeLimitMs);
  return ledger.postpone(key, dueAtMs, clock() + rest, postponements + 1);
}

async function work(
  taken: RequestItem,
  remaining: () => number,
  ports: ReconcilePorts,
  waits: WaitTally,
): Promise<'finished' | 'held' | 'waiting'> {
  const advanced = await advance(keyOf(taken), remaining, ports, taken);
  if (!advanced) throw new LedgerError(nameOf(keyOf(taken)), 'is not there, though it has just been postponed');
  const { rest, item } = advanced;
  if (rest.kind === 'done') return 'finished';
  if (rest.kind === 'held') return 'held';
  const waiter = { rest, item };
  waits.add(keyOf(item), waitsFor(rest, item, ports.clock()));
  logWait(waiter, ports);
  await wait(waiter, ports);
  return 'waiting';
}

/** A wait without an end of its own keeps the time it was postponed to, if that is soon enough. */
async function wait(waiter: Waiter, ports: ReconcilePorts): Promise<void> {
  const { rest, item } = waiter;
  const longest = ports.clock() + LONGEST_WAIT * ports.settings.pollIntervalMs;
  if (rest.kind === 'sleepUntil' && rest.until !== undefined) await park(waiter, rest.until, ports);
  else if (isToCall(waiter, ports)) await park(waiter, ports.clock() + ports.settings.pollIntervalMs, ports);
  else if ((item.dueAtMs ?? 0) > longest) await park(waiter, longest, ports);
  else await noteWait(waiter, ports);
}
