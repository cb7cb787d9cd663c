import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdminClient } from '#direct-connect-simulator';
import { audit } from '../../local/demo/audit.ts';
import { type ConsumerQueues, receiveFrom } from '../../local/demo/consumer-queue.ts';
import { sendRequests } from '../../local/demo/send-requests.ts';
import { resultsOf } from '../../local/demo/sent-request.ts';
import { moveCalls } from '../../local/judge/wire.ts';
import type { LocalStack } from '../../local/stack/local-stack.ts';
import { withPackagedStack } from '../../local/stack/with-packaged-stack.ts';
import { parseTenants } from '../../src/migration/model/tenants.ts';
import { openQueues } from '../chaos/queue-depths.ts';
import { type StackScenario, stackRequests, stackTopology, tenantOf } from './stack-scenario.ts';

export interface StackOptions {
  /** Lines of the functions. */
  log: (line: string) => void;
  progress: (text: string) => void;
  interruption: AbortSignal;
}

/** What a run came to, as Direct Connect and the consumers saw it. Times in seconds since the requests were due. */
export interface StackMeasures {
  /** When the last message had been taken off its queue. */
  arrivedAt: number;
  /** The calls that ask for a move, throttled ones too, in order. */
  calls: { tenant: string; at: number }[];
  throttles: number;
  /** Lines that did not move, or more than once. */
  wronglyMoved: number;
  /** Describe calls, every page. */
  describes: number;
  /** The auditor's. */
  objections: string[];
  /** The longest time for which the process of all servers stood still, since others had the machine: no call came in it. */
  stall: number;
}

const SECOND = 1000;
const POLL_MS = 250;
/** Beside the time that the calls take: for a run that hangs. */
const PATIENCE = 300;
/** After the last outcome, for so long what is published again may still arrive. */
const QUIET_MS = 2_000;

/** Plays a scenario on the packaged service, and measures it. */
export async function playOnStack(scenario: StackScenario, options: StackOptions): Promise<StackMeasures> {
  const topology = stackTopology(scenario);
  const parameters = { callsPerSecond: scenario.rate };
  return withPackagedStack({ ...options, topology, stage: scenario.stage, parameters }, async (stack) => {
    const consumers = receiveFrom(['billing', 'notification'], stack, () => undefined);
    try {
      return await measure(stack, scenario, consumers, options);
    } finally {
      await consumers.close();
    }
  });
}

async function measure(
  stack: LocalStack,
  scenario: StackScenario,
  { received }: ConsumerQueues,
  { progress, interruption }: StackOptions,
): Promise<StackMeasures> {
  const directConnect = createAdminClient(stack.directConnect.url);
  const before = await directConnect.topology();
  const tenants = parseTenants({ tenants: stackTopology(scenario).tenants });
  const dueAtMs = Date.now() + scenario.lead * SECOND;
  progress('Sending the messages');
  const sent = await sendRequests(stackRequests(scenario, dueAtMs), stack, tenants);
  await allTaken(stack, Object.keys(scenario.tenants), interruption);
  const arrivedAtMs = Date.now();
  const delays = monitorEventLoopDelay();
  delays.enable();

  const answered = () => new Set(received.map(({ detail }) => detail.metadata.causationId)).size;
  const slower = Math.min(scenario.rate, scenario.apiRate);
  const end = dueAtMs + (PATIENCE + (3 * sent.length) / slower) * SECOND;
  while (answered() < sent.length && Date.now() < end) {
    const seconds = Math.round((Date.now() - dueAtMs) / SECOND);
    progress(`${sent.length} lines at ${slower}/s: ${answered()} have their outcome, ${seconds} s after they were due`);
    await sleep(POLL_MS, undefined, { signal: interruption });
  }
  await sleep(QUIET_MS, undefined, { signal: interruption });
  delays.disable();

  const journal = await directConnect.journal();
  const calls = moveCalls(journal);
  const movesOf = Map.groupBy(journal.moves, ({ connectionId }) => connectionId);
  return {
    arrivedAt: (arrivedAtMs - dueAtMs) / SECOND,
    calls: calls.map(({ connectionId, time }) => ({
      ...{ tenant: tenantOf(connectionId), at: (time - dueAtMs) / SECOND },
    })),
    throttles: calls.filter(({ answer }) => answer.kind === 'error' && answer.type === 'ThrottlingException').length,
    wronglyMoved: sent.filter(({ connectionId }) => movesOf.get(connectionId ?? '')?.length !== 1).length,
    describes: journal.calls.filter(({ operation }) => operation?.startsWith('Describe')).length,
    objections: audit({ results: resultsOf(sent, received), received, journal, before, tenants }).objections,
    stall: delays.max / 1e9,
  };
}

/** Until no message is in a requests queue, or under way from it. */
async function allTaken(stack: LocalStack, tenants: readonly string[], interruption: AbortSignal): Promise<void> {
  const queues = openQueues(stack);
  try {
    for (const name of tenants) {
      while ((await queues.depth(`requests_${name}.fifo`)) > 0) {
        await sleep(POLL_MS, undefined, { signal: interruption });
      }
    }
  } finally {
    queues.close();
  }
}

/** The burst that an API must allow at this rate so that it throttles none of the calls. @param times in seconds, in order */
export function burstOf(times: readonly number[], rate: number): number {
  let [level, most, last] = [0, 0, 0];
  for (const at of times) {
    level = Math.max(0, level - (at - last) * rate) + 1;
    most = Math.max(most, level);
    last = at;
  }
  return most;
}
