import { setTimeout as sleep } from 'node:timers/promises';
import { DRAIN_REQUESTS, DRAIN_TICKS } from '../../../infra/drain-queues.ts';
import { planDrain } from '../../../local/drain-demo/plan-drain.ts';
import { readIntents } from '../../../local/drain-demo/read-intents.ts';
import type { DrainSite } from '../../../local/drain-demo/site.ts';
import type { DrainWire } from '../../../local/judge/drain/drain-wire.ts';
import type { LocalStack } from '../../../local/stack/local-stack.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { DrainAnswer } from '../../../src/drain/run/command.ts';
import { drainsTenant } from '../../../src/migration/model/drains-tenant.ts';
import type { Tenant } from '../../../src/migration/model/tenants.ts';
import type { Random } from '../../support/random.ts';
import { comeToRest } from '../come-to-rest.ts';
import type { ChaosEvidence } from '../evidence.ts';
import type { Victims } from '../kills.ts';
import type { LogWatch } from '../log-watch.ts';
import { makeTrouble } from '../make-trouble.ts';
import { closeParts, gather, openParts, type Parts } from '../parts.ts';
import { TROUBLES } from '../troubles.ts';
import { LINE_TROUBLES } from './line-troubles.ts';
import { Operators } from './operators.ts';
import { People } from './people.ts';

export interface DriveDrainOptions {
  random: Random;
  watch: LogWatch;
  troubleGapMs: number;
  stopGapMs: number;
  timeoutMs: number;
  progress: (text: string) => void;
}

/** A drain driven through trouble to its end. */
export interface DrivenDrain {
  wire: DrainWire;
  evidence: ChaosEvidence;
  /** Where it was at its end; undefined if it was never there. */
  last: DrainAnswer | undefined;
  /** How often each trouble was made. */
  troubles: Record<string, number>;
  /** A person's decisions on held requests. */
  resolved: string[];
  /** Commands without an answer, by their names; and how long the answers to stops took, in milliseconds. */
  commands: Pick<Operators, 'unanswered' | 'stopAnswersMs'>;
  seconds: { trouble: number; quiet: number };
}

/** A request rests for ten minutes, and its wave with it, when two processes of `dispatch` in a row have ended at its visits: that is to be rare. */
const VICTIMS: Victims = { drain: 1, migrate: 1, reconcile: 1, control: 1, dispatch: 0.15 };

const LIMITS = { maxMoving: 20, maxSoaking: 40, minIntervalSeconds: 0 };

/** Trouble goes on until so many of the lines are done. */
const TROUBLED_SHARE = 0.8;
const DONE = ['healthy', 'overtaken', 'gone', 'movedAway', 'failed', 'drifted', 'setAside'] as const;

/** Less than an invocation can take: what a killed process had comes back while the run lasts. */
const VISIBILITY_SECONDS = 6;

/** After everything has come to rest, for so long what is published again may still arrive. */
const QUIET_MS = 2_000;

const REQUESTS = `${DRAIN_REQUESTS}.fifo`;
// What is left among the ticks of a drain that is over does nothing.
const DEAD_LETTERS = [`${DRAIN_REQUESTS}-dlq.fifo`, `${DRAIN_TICKS}-dlq`, 'billing-dlq', 'notification-dlq'];

/** Plans a drain, runs it while trouble is made, and without any to its end; then gathers what is left. */
export async function driveDrain(stack: LocalStack, site: DrainSite, options: DriveDrainOptions): Promise<DrivenDrain> {
  const { random, watch } = options;
  const parts = openParts(stack, VICTIMS, random.fork());
  const operators = new Operators(stack.functions);
  try {
    const before = await parts.directConnect.topology();
    const plan = await planDrain(stack, site, { drainId: 'chaos-1', limits: LIMITS, opensInMs: 0 });
    await parts.queues.setVisibilityTimeout(REQUESTS, VISIBILITY_SECONDS);
    const run = await runInTrouble(plan, operators, parts, options);
    const known = { sent: [], before, tenants: [tenantOf(before)] };
    const emptyQueues = [REQUESTS, ...DEAD_LETTERS];
    await sleep(QUIET_MS);
    const evidence = await gather(parts, known, emptyQueues, watch);
    return { ...run, evidence, wire: await wireOf(plan, operators, evidence, parts), commands: operators };
  } finally {
    await closeParts(parts);
  }
}

async function runInTrouble(plan: Plan, operators: Operators, parts: Parts, options: DriveDrainOptions) {
  const { stack, directConnect, kills } = parts;
  const { random, troubleGapMs, stopGapMs, timeoutMs, progress } = options;
  const startedAtMs = Date.now();
  const enough = Promise.withResolvers<void>();
  const people = new People({
    ...{ plan, stack, operators, kills, stopGapMs, random: random.fork(), deadlineMs: startedAtMs + timeoutMs },
    onLook: ({ state, wave, lines }) => {
      const done = DONE.reduce((sum, each) => sum + (lines[each] ?? 0), 0);
      progress(`${state}, wave ${wave}, ${done} of ${plan.lines.length} done, ${kills.done.length} processes killed`);
      if (done >= TROUBLED_SHARE * plan.lines.length) enough.resolve();
    },
  });
  const troubles = [...TROUBLES, ...LINE_TROUBLES];
  const trouble = makeTrouble(troubles, { stack, directConnect, kills, random: random.fork() }, troubleGapMs);
  const evening = people.run();
  try {
    await Promise.race([enough.promise, evening]);
  } finally {
    people.isCalm = true;
    await trouble.stop();
  }
  const quietFromMs = Date.now();
  const last = await evening;
  const resolved = await comeToRest({
    ...{ ...parts, requestsQueues: [REQUESTS], unanswered: () => 0 },
    ...{ random: random.fork(), timeoutMs: Math.max(0, startedAtMs + timeoutMs - Date.now()), progress },
  });
  const atRest = Object.entries(resolved).flatMap(([verdict, times]) => Array.from({ length: times }, () => verdict));
  return {
    ...{ last, troubles: Object.fromEntries(trouble.counts), resolved: [...people.resolved, ...atRest] },
    seconds: { trouble: secondsFrom(startedAtMs, quietFromMs), quiet: secondsFrom(quietFromMs, Date.now()) },
  };
}

/** What the requests of drains are of: all lines, between all parents. */
function tenantOf({ parents }: ChaosEvidence['before']): Tenant {
  return drainsTenant(
    '',
    parents.map(({ id }) => id),
  );
}

async function wireOf(
  plan: Plan,
  { carriedOut: commands }: Operators,
  { journal: { calls, moves } }: ChaosEvidence,
  { stack, directConnect }: Parts,
): Promise<DrainWire> {
  const bus = stack.eventBridge.received().map(({ event }) => event);
  return {
    ...{ plan, commands, journal: { calls, moves }, intents: await readIntents(stack) },
    bus: bus.map(({ source, 'detail-type': detailType, detail }) => ({ source, detailType, detail })),
    after: await directConnect.topology(),
  };
}

function secondsFrom(from: number, to: number): number {
  return Math.round((to - from) / 100) / 10;
}
