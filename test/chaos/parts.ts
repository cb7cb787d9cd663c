import { type AdminClient, createAdminClient } from '#direct-connect-simulator';
import { type ConsumerQueues, receiveFrom } from '../../local/demo/consumer-queue.ts';
import type { LocalStack } from '../../local/stack/local-stack.ts';
import type { Random } from '../support/random.ts';
import { answersOf } from './answers.ts';
import { SECRET } from './chaos-topology.ts';
import type { ChaosEvidence, Leftovers } from './evidence.ts';
import { Kills, type Victims } from './kills.ts';
import { type LedgerView, viewLedger } from './ledger-view.ts';
import type { LogWatch } from './log-watch.ts';
import { openQueues, type Queues } from './queue-depths.ts';

/** A stack with all that a run watches and breaks it by. */
export interface Parts {
  stack: LocalStack;
  directConnect: AdminClient;
  queues: Queues;
  ledger: LedgerView;
  consumers: ConsumerQueues;
  kills: Kills;
}

export function openParts(stack: LocalStack, victims: Victims, random: Random): Parts {
  return {
    stack,
    directConnect: createAdminClient(stack.directConnect.url),
    queues: openQueues(stack),
    ledger: viewLedger(stack, 'dx-migrator-local-ledger'),
    consumers: receiveFrom(['billing', 'notification'], stack, () => undefined),
    kills: new Kills(stack.functions, victims, random),
  };
}

export async function closeParts({ consumers, queues, ledger }: Parts): Promise<void> {
  await consumers.close();
  queues.close();
  ledger.close();
}

/**
 * All that a run has left, once everything has come to rest.
 *
 * @param emptyQueues those that nothing may be left in
 */
export async function gather(
  parts: Parts,
  known: Pick<ChaosEvidence, 'sent' | 'before' | 'tenants'>,
  emptyQueues: readonly string[],
  watch: LogWatch,
): Promise<ChaosEvidence> {
  const { stack, directConnect, queues, consumers, kills } = parts;
  const { received } = consumers;
  return {
    ...known,
    results: answersOf(known.sent, received),
    received,
    journal: await directConnect.journal(),
    kills: kills.done,
    timeouts: watch.timeouts,
    tableFailures: stack.dynamoDb.failed(),
    quarantined: await queues.depth('quarantine'),
    leftovers: await findLeftovers(parts, emptyQueues),
    leaks: watch.leaks + received.filter(({ detail }) => JSON.stringify(detail).includes(SECRET)).length,
  };
}

async function findLeftovers({ stack, queues, ledger }: Parts, emptyQueues: readonly string[]): Promise<Leftovers> {
  const depths: Record<string, number> = {};
  for (const name of emptyQueues) depths[name] = await queues.depth(name);
  const due = (await ledger.due()).first.map(({ tenant, requestId, state }) => `${tenant} ${requestId}, ${state}`);
  return {
    queues: depths,
    droppedEvents: stack.eventBridge.dropped().length,
    ledger: [...due, ...(await ledger.taken())],
  };
}
