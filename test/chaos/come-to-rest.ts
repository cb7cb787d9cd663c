import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalStack } from '../../local/stack/local-stack.ts';
import type { Random } from '../support/random.ts';
import type { LedgerView } from './ledger-view.ts';
import type { Queues } from './queue-depths.ts';
import { resolveHeld } from './resolve-held.ts';

export interface RestOptions {
  stack: LocalStack;
  ledger: LedgerView;
  queues: Queues;
  requestsQueues: readonly string[];
  random: Random;
  /** How many messages have no answer yet. */
  unanswered: () => number;
  timeoutMs: number;
  progress: (text: string) => void;
}

const POLL_INTERVAL_MS = 500;

/**
 * Waits until every message is answered, the ledger has nothing due any more and the requests queues are empty, or the
 * time is up. A person decides what is held, since no one else can; only then do those get on that wait behind it.
 *
 * @returns the person's decisions that were carried out, by verdict
 */
export async function comeToRest(options: RestOptions): Promise<Record<string, number>> {
  const { ledger, queues, requestsQueues, unanswered, timeoutMs, progress } = options;
  const resolved: Record<string, number> = {};
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const due = await ledger.due();
    const depths = await Promise.all(requestsQueues.map((name) => queues.depth(name)));
    const messages = depths.reduce((sum, depth) => sum + depth, 0);
    if (due.count === 0 && messages === 0 && unanswered() === 0) return resolved;
    progress(`${unanswered()} without an answer, ${due.count} due in the ledger, ${messages} in the queues`);
    for (const held of due.first.filter(({ state, isPublished }) => state === 'HELD' && isPublished)) {
      const verdict = await resolveHeld(held, options);
      if (verdict !== undefined) resolved[verdict] = (resolved[verdict] ?? 0) + 1;
    }
    await sleep(POLL_INTERVAL_MS);
  }
  return resolved;
}
