import { setTimeout as sleep } from 'node:timers/promises';
import { type AdminClient, createAdminClient } from '#direct-connect-simulator';
import { type ConsumerQueues, receiveFrom } from '../../local/demo/consumer-queue.ts';
import type { LocalStack } from '../../local/stack/local-stack.ts';
import type { Random } from '../support/random.ts';
import { answersOf } from './answers.ts';
import { REQUESTS_DEAD_LETTER_QUEUES, REQUESTS_QUEUES, SECRET } from './chaos-topology.ts';
import { comeToRest } from './come-to-rest.ts';
import type { ChaosEvidence, Leftovers } from './evidence.ts';
import { Kills } from './kills.ts';
import { type LedgerView, viewLedger } from './ledger-view.ts';
import type { LogWatch } from './log-watch.ts';
import { makeTrouble } from './make-trouble.ts';
import type { PlannedMessage } from './planned-message.ts';
import { openQueues, type Queues } from './queue-depths.ts';
import { type SentMessage, sendPlan } from './send-plan.ts';

export interface DriveOptions {
  random: Random;
  watch: LogWatch;
  troubleGapMs: number;
  troubledShare: number;
  timeoutMs: number;
  progress: (text: string) => void;
}

/** A stack driven through trouble and back to rest. */
export interface Driven {
  evidence: ChaosEvidence;
  /** How often each trouble was made. */
  troubles: Record<string, number>;
  /** A person's decisions on held requests, by verdict. */
  resolved: Record<string, number>;
  seconds: { trouble: number; quiet: number };
}

interface Parts {
  stack: LocalStack;
  directConnect: AdminClient;
  queues: Queues;
  ledger: LedgerView;
  consumers: ConsumerQueues;
  kills: Kills;
  sent: SentMessage[];
}

/**
 * Shorter than an invocation can be: what a killed process had comes back while the run lasts, and what a slow one has
 * is delivered again while it works on it.
 */
const VISIBILITY_SECONDS = 6;

/** After the last message, trouble goes on for so long at most. */
const LONGEST_TROUBLE_MS = 60_000;

/** After everything has come to rest, for so long what is published again may still arrive. */
const QUIET_MS = 2_000;

const DEAD_LETTER_QUEUES = [...REQUESTS_DEAD_LETTER_QUEUES, 'billing-dlq', 'notification-dlq'];

/** Sends the plan while trouble is made; then, without any, lets everything come to rest, and gathers what is left. */
export async function drive(
  stack: LocalStack,
  plan: readonly PlannedMessage[],
  options: DriveOptions,
): Promise<Driven> {
  const parts = open(stack, options.random.fork());
  try {
    const before = await parts.directConnect.topology();
    for (const name of REQUESTS_QUEUES) await parts.queues.setVisibilityTimeout(name, VISIBILITY_SECONDS);
    const startedAtMs = Date.now();
    const troubles = await sendInTrouble(plan, parts, options);
    const quietFrom = Date.now();
    const resolved = await rest(parts, options);
    const seconds = { trouble: secondsFrom(startedAtMs, quietFrom), quiet: secondsFrom(quietFrom, Date.now()) };
    await sleep(QUIET_MS);
    const evidence = await gather(parts, before, options.watch);
    return { evidence, troubles, resolved, seconds };
  } finally {
    await parts.consumers.close();
    parts.queues.close();
    parts.ledger.close();
  }
}

function open(stack: LocalStack, random: Random): Parts {
  return {
    stack,
    directConnect: createAdminClient(stack.directConnect.url),
    queues: openQueues(stack),
    ledger: viewLedger(stack, 'dx-migrator-local-ledger'),
    consumers: receiveFrom(['billing', 'notification'], stack, () => undefined),
    kills: new Kills(stack.functions, random),
    sent: [],
  };
}

async function sendInTrouble(
  plan: readonly PlannedMessage[],
  parts: Parts,
  { random, troubleGapMs, troubledShare, progress }: DriveOptions,
): Promise<Record<string, number>> {
  const { stack, directConnect, kills, sent } = parts;
  const trouble = makeTrouble({ stack, directConnect, kills, random: random.fork() }, troubleGapMs);
  try {
    await sendPlan(plan, stack, (message) => {
      sent.push(message);
      const { accepted } = stack.eventBridge.counters();
      progress(`${sent.length} of ${plan.length} sent, ${accepted} events, ${kills.done.length} processes killed`);
    });
    for (const end = Date.now() + LONGEST_TROUBLE_MS; unanswered(parts) > (1 - troubledShare) * plan.length; ) {
      if (Date.now() > end) break;
      progress(`All sent, ${unanswered(parts)} without an answer, ${kills.done.length} processes killed`);
      await sleep(250);
    }
  } finally {
    await trouble.stop();
  }
  return Object.fromEntries(trouble.counts);
}

async function rest(parts: Parts, { random, timeoutMs, progress }: DriveOptions): Promise<Record<string, number>> {
  return comeToRest({ ...parts, random, unanswered: () => unanswered(parts), timeoutMs, progress });
}

function unanswered({ sent, consumers }: Parts): number {
  return answersOf(sent, consumers.received).filter(({ event }) => event === undefined).length;
}

async function gather(parts: Parts, before: ChaosEvidence['before'], watch: LogWatch): Promise<ChaosEvidence> {
  const { stack, directConnect, queues, consumers, kills, sent } = parts;
  const { received } = consumers;
  return {
    sent,
    results: answersOf(sent, received),
    received,
    journal: await directConnect.journal(),
    before,
    kills: kills.done,
    timeouts: watch.timeouts,
    tableFailures: stack.dynamoDb.failed(),
    quarantined: await queues.depth('quarantine'),
    leftovers: await findLeftovers(parts),
    leaks: watch.leaks + received.filter(({ detail }) => JSON.stringify(detail).includes(SECRET)).length,
  };
}

async function findLeftovers({ stack, queues, ledger }: Parts): Promise<Leftovers> {
  const depths: Record<string, number> = {};
  for (const name of [...REQUESTS_QUEUES, ...DEAD_LETTER_QUEUES]) depths[name] = await queues.depth(name);
  const due = (await ledger.due()).first.map(({ tenant, requestId, state }) => `${tenant} ${requestId}, ${state}`);
  return {
    queues: depths,
    droppedEvents: stack.eventBridge.dropped().length,
    ledger: [...due, ...(await ledger.taken())],
  };
}

function secondsFrom(from: number, to: number): number {
  return Math.round((to - from) / 100) / 10;
}
