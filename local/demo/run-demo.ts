import { createAdminClient, type Topology, type TopologyView } from '#direct-connect-simulator';
import type { BillingLine } from '../../examples/consumers/billing/line.ts';
import type { OutboxMessage } from '../../examples/consumers/notification/message.ts';
import { parseTenants } from '../../src/migration/model/tenants.ts';
import type { LocalStack } from '../stack/local-stack.ts';
import { withPackagedStack } from '../stack/with-packaged-stack.ts';
import { type Audit, audit } from './audit.ts';
import { countMessages } from './count-messages.ts';
import { type Observation, observeConsumers } from './observe-consumers.ts';
import type { RequestLine } from './requests-file.ts';
import { sendRequests } from './send-requests.ts';
import { type Result, resultsOf } from './sent-request.ts';

export interface DemoOptions {
  /** The lines to send, given the time that `now` stands for in them. */
  linesAt: (now: number) => readonly RequestLine[];
  topology: Topology;
  /** How long to wait for outcomes, in milliseconds. */
  timeout: number;
  log: (line: string) => void;
  progress: (text: string) => void;
  /** Ends the run: it closes what it has opened and rejects with the reason. */
  interruption: AbortSignal;
}

/** What a run has shown. */
export interface DemoRun {
  results: Result[];
  before: TopologyView;
  after: TopologyView;
  /** Messages in the quarantine queue. */
  quarantined: number;
  /** Billing's lines, by the time of the change. */
  billing: BillingLine[];
  /** Notification's outbox, in the order in which its events came. */
  notification: OutboxMessage[];
  audit: Audit;
}

/** After the last outcome, for so long nothing more may come: a repeated or late event would be missed otherwise. */
const QUIET = 2_000;

/** Packages the service, starts it on this machine, sends the requests, and gathers what came of them. */
export async function runDemo(options: DemoOptions): Promise<DemoRun> {
  const undelivered: string[] = [];
  const warn = (line: string) => void undelivered.push(line);
  const done = await withPackagedStack({ ...options, warn }, (stack) => run(stack, options));
  done.audit.objections.push(...undelivered);
  return done;
}

async function run(stack: LocalStack, { linesAt, topology, timeout, progress }: DemoOptions): Promise<DemoRun> {
  const directConnect = createAdminClient(stack.directConnect.url);
  const tenants = parseTenants({ tenants: topology.tenants ?? [] });
  const before = await directConnect.topology();
  const changes = new Changes();
  const consumers = await observeConsumers(stack, before, () => changes.note());
  const { received } = consumers;
  try {
    progress('Sending the messages');
    const sent = await sendRequests(linesAt(Date.now()), stack, tenants);
    const startedAtMs = Date.now();
    const answered = () => resultsOf(sent, received).filter(({ event }) => event !== undefined).length;
    while (answered() < sent.length && Date.now() < startedAtMs + timeout) {
      const seconds = Math.round((Date.now() - startedAtMs) / 1000);
      progress(`${answered()} of ${sent.length} messages have their outcome (${seconds} s)`);
      await changes.next(1_000);
    }
    progress('Waiting until each line that was moved was looked at for long enough');
    while (areVerdictsMissing(consumers) && Date.now() < startedAtMs + timeout) await changes.next(1_000);
    progress('Waiting for anything that comes after the last outcome');
    while (await changes.next(QUIET));
    const results = resultsOf(sent, received);
    const journal = await directConnect.journal();
    const [billing, notification] = [await consumers.lines(), await consumers.messages()];
    const work = { lines: billing, failures: consumers.failures };
    const verdict = audit({ results, received, journal, before, tenants, consumers: work });
    const quarantined = await countMessages(stack, stack.outputs.QuarantineQueueUrl);
    const after = await directConnect.topology();
    return { results, before, after, quarantined, billing, notification, audit: verdict };
  } finally {
    await consumers.close();
  }
}

/** Whether a line was moved, and nothing is known yet of what became of it. */
function areVerdictsMissing({ received, verdicts }: Observation): boolean {
  const known = new Set(verdicts.map(({ detail: { data } }) => `${data.tenant} ${data.requestId}`));
  return received.some(({ detail: { data } }) => {
    const isMove = data.outcome === 'MIGRATED' && data.disposition !== 'alreadyThere';
    return isMove && !known.has(`${data.tenant} ${data.request?.requestId}`);
  });
}

/** Lets one loop wait for the next event, for a bounded time. */
class Changes {
  #wake: (() => void) | undefined;

  note(): void {
    this.#wake?.();
  }

  /** True if something came within so many milliseconds. */
  async next(milliseconds: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), milliseconds);
    this.#wake = () => resolve(true);
    const came = await promise;
    clearTimeout(timer);
    return came;
  }
}
