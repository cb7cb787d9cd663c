import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalStack } from '../../local/stack/local-stack.ts';
import type { Random } from '../support/random.ts';
import { answersOf } from './answers.ts';
import { REQUESTS_DEAD_LETTER_QUEUES, REQUESTS_QUEUES, TENANTS } from './chaos-topology.ts';
import { comeToRest } from './come-to-rest.ts';
import type { ChaosEvidence } from './evidence.ts';
import type { Victims } from './kills.ts';
import type { LogWatch } from './log-watch.ts';
import { makeTrouble } from './make-trouble.ts';
import { closeParts, gather, openParts, type Parts } from './parts.ts';
import type { PlannedMessage } from './planned-message.ts';
import { type SentMessage, sendPlan } from './send-plan.ts';
import { TROUBLES } from './troubles.ts';

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

interface SendingParts extends Parts {
  sent: SentMessage[];
}

/** The operators' own functions are invoked by this run, which would have to try again. */
const VICTIMS: Victims = { migrate: 1, reconcile: 1, dispatch: 1 };

/**
 * Shorter than an invocation can be: what a killed process had comes back while the run lasts, and what a slow one has
 * is delivered again while it works on it.
 */
const VISIBILITY_SECONDS = 6;

/** After the last message, trouble goes on for so long at most. */
const LONGEST_TROUBLE_MS = 60_000;

/** After everything has come to rest, for so long what is published again may still arrive. */
const QUIET_MS = 2_000;

const EMPTY_QUEUES = [...REQUESTS_QUEUES, ...REQUESTS_DEAD_LETTER_QUEUES, 'billing-dlq', 'notification-dlq'];

/** Sends the plan while trouble is made; then, without any, lets everything come to rest, and gathers what is left. */
export async function drive(
  stack: LocalStack,
  plan: readonly PlannedMessage[],
  options: DriveOptions,
): Promise<Driven> {
  const parts: SendingParts = { ...openParts(stack, VICTIMS, options.random.fork()), sent: [] };
  try {
    const before = await parts.directConnect.topology();
    for (const name of REQUESTS_QUEUES) await parts.queues.setVisibilityTimeout(name, VISIBILITY_SECONDS);
    const startedAtMs = Date.now();
    const troubles = await sendInTrouble(plan, parts, options);
    const quietFrom = Date.now();
    const resolved = await rest(parts, options);
    const seconds = { trouble: secondsFrom(startedAtMs, quietFrom), quiet: secondsFrom(quietFrom, Date.now()) };
    await sleep(QUIET_MS);
    const known = { sent: parts.sent, before, tenants: TENANTS };
    const evidence = await gather(parts, known, EMPTY_QUEUES, options.watch);
    return { evidence, troubles, resolved, seconds };
  } finally {
    await closeParts(parts);
  }
}

async function sendInTrouble(
  plan: readonly PlannedMessage[],
  parts: SendingParts,
  { random, troubleGapMs, troubledShare, progress }: DriveOptions,
): Promise<Record<string, number>> {
  const { stack, directConnect, kills, sent } = parts;
  const trouble = makeTrouble(TROUBLES, { stack, directConnect, kills, random: random.fork() }, troubleGapMs);
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

async function rest(parts: SendingParts, options: DriveOptions): Promise<Record<string, number>> {
  return comeToRest({ ...parts, ...options, requestsQueues: REQUESTS_QUEUES, unanswered: () => unanswered(parts) });
}

function unanswered({ sent, consumers }: SendingParts): number {
  return answersOf(sent, consumers.received).filter(({ event }) => event === undefined).length;
}

function secondsFrom(from: number, to: number): number {
  return Math.round((to - from) / 100) / 10;
}
