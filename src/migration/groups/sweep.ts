import { describeError } from '../model/describe-error.ts';
import { parseKey } from '../model/request-item.ts';
import type { ReconcilePorts } from '../ports/ports.ts';
import { sideBySide } from '../verification/side-by-side.ts';
import type { Entry, Group } from './group.ts';
import { type Facts, isOver, withoutLapsed } from './leave.ts';
import { tellReleases } from './tell-releases.ts';

/** Entries that are looked into side by side. */
const AT_A_TIME = 8;

/**
 * Takes out what holds up others for nothing: entries whose makers have died, or that were to be taken out after a verdict or a
 * refusal. Before requests are taken up, which may wait for it. Never throws: what fails is due again.
 */
export async function sweepGroups(hasTime: () => boolean, ports: ReconcilePorts): Promise<void> {
  const { ledger, clock, settings, log } = ports;
  if (settings.redundancyLock === 'off') return;
  try {
    // All that there are: whoever waits writes to the group each poll interval, and so moves its time on and on.
    const now = clock() + settings.pollIntervalMs + settings.clockSkewMs;
    let next: string | undefined;
    do {
      const page = await ledger.dueGroups(now, next);
      for (const ownerAccount of page.ownerAccounts) if (hasTime()) await sweep(ownerAccount, hasTime, ports);
      next = page.next;
    } while (next !== undefined && hasTime());
  } catch (error) {
    log('faulted', { cause: 'group', error: describeError(error) });
  }
}

/** One write, also where nothing is taken out: the group is due again later. */
async function sweep(ownerAccount: string, hasTime: () => boolean, ports: ReconcilePorts): Promise<void> {
  const { ledger, clock, settings } = ports;
  let read = await ledger.readGroup(ownerAccount);
  if (read.notices) {
    await tellReleases(ownerAccount, read.notices, ports);
    read = await ledger.readGroup(ownerAccount);
  }
  const over = new Set<Entry>();
  await sideBySide(read.entries, AT_A_TIME, hasTime, async (entry) => {
    if (isOver(entry, await factsOf(entry, ports), clock(), workerEndsMs(ports))) over.add(entry);
  });
  const kept: Group = { ...read, entries: read.entries.filter((entry) => !over.has(entry)) };
  const after = withoutLapsed(kept, clock(), settings.pollIntervalMs);
  await ledger.setGroup(ownerAccount, read, after, clock() + settings.pollIntervalMs);
}

/** After so long, whoever has made an entry calls no more: it checks what is left of its invocation just before. */
function workerEndsMs({ settings }: Pick<ReconcilePorts, 'settings'>): number {
  return Math.max(settings.functionTimeoutMs, settings.dispatchTimeoutMs) + settings.clockSkewMs;
}

/** Each is read after the group, and after what leads to it. */
async function factsOf(entry: Entry, { ledger }: ReconcilePorts): Promise<Facts> {
  const key = parseKey(entry.request);
  const item = await ledger.read(key);
  if (!item) return {};
  const facts: Facts = { state: item.state, ...(item.attempt ? { attemptId: item.attempt.id } : {}) };
  if (item.state !== 'MIGRATED') return facts;
  const verdict = (await ledger.readVerification(key))?.verification;
  if (!verdict) return { ...facts, isUnverified: item.dueAtMs === undefined };
  if (verdict.verdict === undefined) return facts;
  if (verdict.verdict !== 'OVERTAKEN') return { ...facts, verdict: verdict.verdict };
  const { lastMovedBy } = await ledger.readConnection(entry.connectionId);
  const last = lastMovedBy && (await ledger.readVerification(lastMovedBy))?.verification.verdict;
  return { ...facts, verdict: 'OVERTAKEN', ...(last ? { lastVerdict: last } : {}) };
}
