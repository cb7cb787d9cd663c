import { advance } from './advance.ts';
import { park } from './park.ts';
import type { DuePage, Ports } from './ports.ts';
import { AFTER_CALL } from './settings.ts';
import { transition } from './transition.ts';

/** What one run has done, in requests. */
export interface ReconcileReport {
  /** Found due and put off before being worked on. */
  taken: number;
  settled: number;
  held: number;
  waiting: number;
  /** Threw; they come again when due. */
  failed: number;
  /** Whether the run's time ended before the due ones did. */
  more: boolean;
}

/**
 * Takes what is due, oldest first, and advances it: what SQS has lost, what waits, and what a dead process left behind.
 *
 * @param remaining milliseconds left of the invocation
 */
export async function reconcile(remaining: () => number, ports: Ports): Promise<ReconcileReport> {
  const report: ReconcileReport = { taken: 0, settled: 0, held: 0, waiting: 0, failed: 0, more: false };
  const reserve = ports.settings.callTimeout + 2 * AFTER_CALL;
  const now = ports.clock();
  let next: string | undefined;
  do {
    const page = await ports.ledger.due(now, next);
    for (const entry of page.items) {
      if (remaining() < reserve) return { ...report, more: true };
      await visit(entry, now, remaining, ports, report);
    }
    next = page.next;
  } while (next !== undefined);
  return report;
}

type Entry = DuePage['items'][number];

async function visit(
  { key }: Entry,
  now: number,
  remaining: () => number,
  ports: Ports,
  report: ReconcileReport,
): Promise<void> {
  // The index may lag: what counts is the item.
  const item = await ports.ledger.read(key);
  if (item?.dueAt === undefined || item.dueAt > now) return;
  const { pollInterval, pushLimit } = ports.settings;
  const rest = Math.min(pollInterval * 2 ** item.pushes, pushLimit);
  if (!(await ports.ledger.push(key, item.dueAt, ports.clock() + rest, item.pushes + 1))) return;
  report.taken++;
  try {
    report[await work(key, remaining, ports)]++;
  } catch (error) {
    report.failed++;
    transition(ports, item, 'failed', { error: nameOf(error) });
  }
}

async function work(key: Entry['key'], remaining: () => number, ports: Ports): Promise<'settled' | 'held' | 'waiting'> {
  const advanced = await advance(key, remaining, ports);
  if (!advanced) throw new Error('a due request is not in the ledger');
  const { progress } = advanced;
  if (progress.kind === 'settled' || progress.kind === 'held') return progress.kind;
  // A wait without an end of its own keeps the time it was put off to, ever longer.
  if (progress.kind === 'long' && progress.until !== undefined) await park(advanced, progress.until, ports);
  return 'waiting';
}

/** An exception's name and text; the core's own and the SDK's texts carry no request content. */
function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
}
