import { setTimeout } from 'node:timers/promises';
import { createAdminClient } from '#direct-connect-simulator';
import { packPlan } from '../../src/drain/plan/parse-plan.ts';
import type { Plan } from '../../src/drain/plan/plan.ts';
import type { DrainAnswer } from '../../src/drain/run/command.ts';
import type { LineState } from '../../src/drain/run/line.ts';
import type { LocalStack } from '../stack/local-stack.ts';
import type { Operator } from './operator.ts';

export interface EveningOptions {
  plan: Plan;
  operator: Operator;
  /** Shown while it runs. */
  progress: (text: string) => void;
  /** Milliseconds since the epoch: then it is given up. */
  deadlineMs: number;
}

/** What an evening has come to. Times in milliseconds since the epoch. */
export interface Evening {
  startedAtMs: number;
  endedAtMs: number;
  last: DrainAnswer;
}

/** From which number of the plan's waves on things go wrong in an eventful evening. */
export interface Events {
  /** In this wave a person stops the drain, looks, and resumes it. */
  stopInWave: number;
  /** This line stays down after its move; it is rolled back when the drain has stopped for it. */
  sickLine: string;
}

const [ADA, BOB] = ['ada', 'bob'];
const PERSON_LOOKS_MS = 3_000;
const BETWEEN_LOOKS_MS = 500;

/** Brings a plan through its evening, as people do: submitted by one, approved by another, announced, started, promoted, watched to its end. */
export async function runEvening(
  stack: Pick<LocalStack, 'directConnect'>,
  options: EveningOptions,
  events?: Events,
): Promise<Evening> {
  const { plan, operator, progress } = options;
  const { drainId, digest, window } = plan;
  const who = (why: string) => ({ drainId, by: ADA, why });
  const look = lookerOf(options);
  await operator.ask({ action: 'submit', plan: Buffer.from(packPlan(plan)).toString('base64'), by: ADA, why: WHY });
  await operator.ask({ action: 'approve', drainId, rev: 1, digest, by: BOB, why: 'read it line by line' });
  await operator.ask({ action: 'announce', digest, ...who(WHY) });
  progress('Telling customers');
  if (events) await stayDown(stack, plan, events);
  await setTimeout(Date.parse(window.from) - Date.now());
  await startWhenTold();
  const startedAtMs = Date.now();
  await look(({ lines }) => (lines.healthy ?? 0) > 0);
  if (plan.waves.length > 1) await operator.ask({ action: 'promote', ...who('the canary is well'), rev: 1, wave: 1 });
  const rollback = events && (await meet(events, options));
  const last = await look(isOver);
  const endedAtMs = Date.now();
  // It has its own soak.
  if (rollback !== undefined) await look(isOver, rollback);
  return { startedAtMs, endedAtMs, last };

  /** Declined until the bus has accepted the last announcement. */
  async function startWhenTold() {
    for (;;) {
      try {
        return await operator.ask({ action: 'start', digest, ...who(WHY) });
      } catch (error) {
        if (Date.now() > Date.parse(window.from) + 30_000) throw error;
        await setTimeout(BETWEEN_LOOKS_MS);
      }
    }
  }
}

const isOver = ({ state }: DrainAnswer): boolean => ['COMPLETED', 'ABORTED', 'EXPIRED'].includes(state);

const WHY = 'the port is cut next week';

async function stayDown({ directConnect }: Pick<LocalStack, 'directConnect'>, plan: Plan, { sickLine }: Events) {
  const target = plan.lines.find(({ connectionId }) => connectionId === sickLine)?.to ?? '';
  const aim = { connectionId: sickLine, parentConnectionId: target };
  await createAdminClient(directConnect.url).armFault({ kind: 'staysDown', ...aim });
}

/**
 * A stop by a person, and one by the drain itself, which is lifted by the way back of the line that it is for.
 *
 * @returns the rollback
 */
async function meet({ stopInWave, sickLine }: Events, options: EveningOptions): Promise<string | undefined> {
  const { plan, operator } = options;
  const who = (why: string) => ({ drainId: plan.drainId, by: ADA, why });
  const look = lookerOf(options);
  await look(({ wave, lines }) => wave === stopInWave && (lines.released ?? 0) + (lines.moved ?? 0) > 0);
  const stopped = await operator.ask({ action: 'stop', ...who('a router of ours looks odd') });
  options.progress(`Stopped by ${ADA}: nothing is called for after ${stopped.noCallAfter}`);
  await setTimeout(PERSON_LOOKS_MS);
  const mine = stopped.stops.filter(({ kind }) => kind === 'person').map(({ id }) => id);
  await operator.ask({ action: 'resume', stops: mine, ...who('it was a sensor') });
  await look(({ stops }) => stops.some(({ about }) => about === sickLine));
  const { rollback } = await operator.ask({
    ...{ action: 'rollback', lines: 'unhealthy' },
    ...who(`${sickLine} stays down`),
  });
  await look(({ stops }) => stops.length === 0);
  return rollback;
}

/** Asks where the drain is until something is so, and shows it meanwhile. */
function lookerOf({ plan, operator, progress, deadlineMs }: EveningOptions) {
  const beganAtMs = Date.now();
  return async (isSo: (answer: DrainAnswer) => boolean, drainId = plan.drainId): Promise<DrainAnswer> => {
    for (;;) {
      const answer = await operator.ask({ action: 'status', drainId });
      progress(progressOf(answer, plan, Date.now() - beganAtMs));
      if (isSo(answer)) return answer;
      if (Date.now() > deadlineMs) throw new Error(`the drain has come no further in time: ${JSON.stringify(answer)}`);
      await setTimeout(BETWEEN_LOOKS_MS);
    }
  };
}

const MOVING: readonly LineState[] = ['released', 'moved'];

/** Counts, the rate, and what the next line waits for. */
function progressOf({ drainId, state, wave, lines, stops }: DrainAnswer, plan: Plan, tookMs: number): string {
  const healthy = lines.healthy ?? 0;
  const moving = MOVING.reduce((sum, each) => sum + (lines[each] ?? 0), 0);
  const soaking = moving + (lines.seen ?? 0);
  const { maxMoving, maxSoaking } = plan.limits;
  const [stop] = stops;
  const waits = stop
    ? `stopped: ${stop.why}`
    : `moving ${moving} of at most ${maxMoving}, not yet well ${soaking} of at most ${maxSoaking}`;
  const rate = ((healthy / tookMs) * 60_000).toFixed(0);
  const all = Object.values(lines).reduce((sum, count) => sum + count, 0);
  return `${drainId} ${state}, wave ${wave}: ${healthy} of ${all} lines well, ${rate} a minute; ${waits}`;
}
