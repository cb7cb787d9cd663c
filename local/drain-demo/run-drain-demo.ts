import { createAdminClient } from '#direct-connect-simulator';
import type { BillingLine } from '../../examples/consumers/billing/line.ts';
import type { OutboxMessage } from '../../examples/consumers/notification/message.ts';
import type { Plan } from '../../src/drain/plan/plan.ts';
import { startConsumers } from '../consumers/start-consumers.ts';
import type { CarriedOut } from '../judge/drain/drain-wire.ts';
import { judgeDrain } from '../judge/drain/judge-drain.ts';
import type { LocalStack } from '../stack/local-stack.ts';
import { withPackagedStack } from '../stack/with-packaged-stack.ts';
import { startPage } from '../start-page.ts';
import { longestBetweenWavesMs } from './between-waves.ts';
import { type Evening, runEvening } from './evening.ts';
import { type Asked, CREDENTIALS, type Operator, operatorOf } from './operator.ts';
import { planDrain } from './plan-drain.ts';
import { readIntents } from './read-intents.ts';
import { type DrainSite, drainSite } from './site.ts';

export interface DrainDemoOptions {
  /** On the port that is emptied: from 30 to 1,002. */
  lines: number;
  /** How long an evening may take, in milliseconds. */
  timeout: number;
  /** Nobody stops it, and no line stays down: what the plan's estimate is about. */
  isUndisturbed: boolean;
  /** Has the page served while the evening runs, and is told its address. */
  onPage?: ((url: string) => void) | undefined;
  log: (line: string) => void;
  progress: (text: string) => void;
  interruption: AbortSignal;
}

/** What an evening has shown. */
export interface DrainDemoRun {
  plan: Plan;
  evening: Evening;
  /** Of the evening, without the time for which the drain was stopped, in seconds. */
  tookSeconds: number;
  /** longestBetweenWavesMs */
  betweenWavesMs: number | undefined;
  moves: number;
  billing: BillingLine[];
  notification: OutboxMessage[];
  /** What breaks what a drain promises, in words; empty if all is well. */
  objections: string[];
}

/** Until the window opens: customers are told before. */
const TELLING_MS_A_LINE = 40;
const LEAST_NOTICE_MS = 8_000;

/** For so long after the end nothing more may come. */
const QUIET_MS = 2_000;

/** Packages the service, starts it on this machine, and empties an interconnect of the made-up site in one eventful evening. */
export async function runDrainDemo(options: DrainDemoOptions): Promise<DrainDemoRun> {
  const undelivered: string[] = [];
  const warn = (line: string) => {
    if (!isForNobody(line)) undelivered.push(line);
  };
  const site = drainSite(options.lines);
  const { topology } = site;
  const done = await withPackagedStack({ ...options, topology, warn }, (stack) => run(stack, site, options));
  done.objections.push(...undelivered);
  return done;
}

/**
 * Of a drain itself nobody is told by default: who runs it sees it. And a run of the schedule that finds the one before at work is not
 * wanted: that one does what it would have done.
 */
function isForNobody(line: string): boolean {
  const isUnsubscribed = /\("(Drain [A-Z]\w+( Completed)?|Parent Cordoned)", .* reached no one: no enabled rule/.test(
    line,
  );
  return (
    isUnsubscribed || /-(dispatch|reconcile|drain) lost: .* already runs \d+ times, its reserved concurrency/.test(line)
  );
}

async function run(stack: LocalStack, site: DrainSite, options: DrainDemoOptions): Promise<DrainDemoRun> {
  const admin = createAdminClient(stack.directConnect.url);
  const failures: string[] = [];
  const consumers = await startConsumers({
    ...{ stack, inventory: await admin.topology() },
    onError: (consumer, error) => void failures.push(`${consumer} could not go on: ${error.message}`),
  });
  const operator = operatorOf(stack);
  const page = options.onPage && (await startPage(operatorsVariables(stack)));
  if (page) options.onPage?.(page.url);
  try {
    options.progress('Planning the drain');
    const plan = await planDrain(stack, site, {
      drainId: 'fra-old-1',
      limits: { maxMoving: 20, maxSoaking: 40, minIntervalSeconds: 0 },
      opensInMs: LEAST_NOTICE_MS + TELLING_MS_A_LINE * options.lines,
    });
    const sickLine = options.isUndisturbed ? undefined : plan.waves.at(-1)?.lines[0];
    const events = sickLine === undefined ? undefined : { stopInWave: 3, sickLine };
    const deadlineMs = Date.now() + options.timeout;
    const { progress } = options;
    const evening = await runEvening(stack, { plan, operator, progress, deadlineMs }, events);
    options.progress('Waiting until customers have been told how it ended');
    const bus = () => stack.eventBridge.received().map(({ event }) => event);
    for (let known = -1; known < bus().length && Date.now() < deadlineMs; ) {
      known = bus().length;
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
    const { moves, calls } = await admin.journal();
    const objections = judgeDrain({
      ...{ plan, journal: { moves, calls }, after: await admin.topology(), commands: commandsOf(operator) },
      intents: await readIntents(stack),
      bus: bus().map(({ source, 'detail-type': detailType, detail }) => ({ source, detailType, detail })),
    });
    objections.push(...judgeSite(plan, site, evening, sickLine), ...failures);
    const [billing, notification] = [await consumers.lines(), await consumers.messages()];
    if (billing.length !== moves.length)
      objections.push(`billing has ${billing.length} lines for ${moves.length} moves`);
    const tookSeconds = (evening.endedAtMs - evening.startedAtMs - stoppedMs(operator.asked, bus())) / 1_000;
    const betweenWavesMs = longestBetweenWavesMs(plan, bus());
    return { plan, evening, tookSeconds, betweenWavesMs, moves: moves.length, billing, notification, objections };
  } finally {
    operator.close();
    await page?.close();
    await consumers.close();
  }
}

/** As a shell has them in which an operator runs dxm. */
function operatorsVariables({ endpointVariables, region }: LocalStack): Record<string, string> {
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  return { ...endpointVariables, ...keys, AWS_REGION: region, DXM_STAGE: 'local', DXM_BY: 'ada' };
}

function commandsOf({ asked }: Operator): CarriedOut[] {
  return asked
    .filter(({ answer }) => answer.result !== 'declined')
    .map(({ command, askedAtMs, answeredAtMs }) => ({
      ...{ action: command.action, by: 'by' in command ? command.by : '', askedAtMs, answeredAtMs },
      ...('connectionId' in command ? { connectionId: command.connectionId } : {}),
    }));
}

/** What this evening in particular has to come to. */
function judgeSite(
  { left, lines }: Plan,
  { stuck }: DrainSite,
  { last }: Evening,
  sickLine: string | undefined,
): string[] {
  const reasons = Object.fromEntries(left.map((line) => [line.connectionId, line.reasons[0]?.code]));
  const isLeft =
    JSON.stringify(Object.entries(reasons).toSorted()) === JSON.stringify(Object.entries(stuck).toSorted());
  const healthy = last.lines.healthy ?? 0;
  const wanted = sickLine === undefined ? lines.length : lines.length - 1;
  return [
    ...(isLeft ? [] : [`the planner has left ${JSON.stringify(reasons)}`]),
    ...(last.state === 'COMPLETED' ? [] : [`the drain is ${last.state}`]),
    ...(healthy === wanted ? [] : [`${healthy} lines are well, and not ${wanted}`]),
  ];
}

/** Between its own and a person's stop and what lifted them, as the bus tells. */
function stoppedMs(asked: readonly Asked[], bus: readonly { 'detail-type': string; detail: unknown }[]): number {
  const person = asked.find(({ command }) => command.action === 'stop');
  const resume = asked.find(({ command }) => command.action === 'resume');
  const timeOf = ({ detail }: { detail: unknown }) =>
    Date.parse((detail as { metadata: { occurredAt: string } }).metadata.occurredAt);
  const isAboutLine = ({ detail }: { detail: unknown }) =>
    (detail as { data: { stops?: { kind: string }[] } }).data.stops?.some(({ kind }) => kind === 'line') ?? false;
  const told = (type: string) => bus.filter((event) => event['detail-type'] === type && isAboutLine(event)).map(timeOf);
  const [from, to] = [told('Drain Stopped').at(0), told('Drain Resumed').at(-1)];
  const byItself = from !== undefined && to !== undefined ? to - from : 0;
  return (person && resume ? resume.answeredAtMs - person.answeredAtMs : 0) + byItself;
}
