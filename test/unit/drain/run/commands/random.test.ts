import { expect, it } from 'vitest';
import type { Plan } from '../../../../../src/drain/plan/plan.ts';
import type { DrainAnswer, DrainDeclined } from '../../../../../src/drain/run/command.ts';
import { type Drain, stateOf } from '../../../../../src/drain/run/drain.ts';
import { LINE_STATES } from '../../../../../src/drain/run/line.ts';
import { Random } from '../../../../support/random.ts';
import { FROM, HOUR } from '../../plan/given.ts';
import { CommandStage, DAY, ID, planFor } from './stage.ts';

const RUNS = 60;
const STEPS = 60;
const LINES = ['dxcon-a', 'dxcon-b', 'dxcon-c', 'dxcon-d'];
/** Those that the random people know. A plan takes longer to make than a command to run. */
const PLANS = [
  planFor(LINES),
  planFor(['dxcon-a', 'dxcon-b', 'dxcon-c']),
  planFor(['dxcon-b', 'dxcon-d']),
  planFor(LINES, { window: { fromMs: FROM + HOUR, toMs: FROM + 9 * HOUR } }),
];

/** What must hold whoever does what, after each command. */
class Watch {
  /** Stops that were answered, and not named by a resume since. */
  readonly stops = new Set<string>();
  readonly #stage: CommandStage;
  #last: Drain | undefined;

  constructor(stage: CommandStage) {
    this.#stage = stage;
  }

  async check(): Promise<void> {
    const stored = this.#stage.drains.drains.get(ID);
    if (!stored) return;
    const { drain } = structuredClone(stored);
    const was = this.#last;
    this.#last = drain;
    for (const stop of this.stops) expect(drain.stops.map(({ id }) => id)).toContain(stop);
    const plan = await this.#stage.ports.plans.read(drain);
    expect(plan?.digest).toBe(drain.digest);
    this.#checkPlan(drain, plan as Plan);
    if (!was) return;
    expect(drain.rev).toBeGreaterThanOrEqual(was.rev);
    if (was.rev === drain.rev) expect(drain.digest).toBe(was.digest);
    if (was.phase !== 'PLANNED') expect([drain.rev, drain.phase === 'PLANNED']).toEqual([was.rev, false]);
    if (was.announcement) this.#checkAnnounced(was, drain);
    // What one has been told of, another does not unsay.
    for (const [id, line] of Object.entries(was.lines))
      if (line.told) expect(drain.lines[id]?.state).not.toBe('planned');
  }

  #checkPlan(drain: Drain, plan: Plan): void {
    const ids = new Set(plan.lines.map(({ connectionId }) => connectionId));
    for (const id of ids) expect(drain.lines).toHaveProperty(id);
    for (const [id, { state, cause, told }] of Object.entries(drain.lines))
      if (!ids.has(id)) expect([state, cause === 'REPLANNED' || told]).toEqual(['setAside', true]);
    expect(drain.endsAtMs).toBe(Date.parse(plan.window.to));
    const { approval, waivers, phase } = drain;
    const isApproved = approval?.rev === drain.rev && approval.digest === drain.digest;
    if (phase === 'RUNNING') expect(isApproved || waivers.approval !== undefined).toBe(true);
    if (stateOf(drain) === 'APPROVED') expect(isApproved).toBe(true);
  }

  /** No line comes to an announcement, and no time. */
  #checkAnnounced(was: Drain, drain: Drain): void {
    for (const [id, { state }] of Object.entries(drain.lines)) {
      expect(was.lines).toHaveProperty(id);
      if (was.lines[id]?.cause === 'REPLANNED') expect(state).toBe('setAside');
    }
    const { fromMs, toMs } = was.announcement ?? {};
    expect(drain.announcement).toMatchObject({ fromMs, toMs });
    expect(drain.endsAtMs).toBeLessThanOrEqual(toMs ?? 0);
  }
}

/** One of many people, a driver, or time. */
async function step(random: Random, stage: CommandStage, watch: Watch): Promise<void> {
  const plan = random.pick(PLANS);
  const drain = stage.drains.drains.get(ID)?.drain;
  const digest = random.chance(0.8) ? (drain?.digest ?? plan.digest) : plan.digest;
  const connectionId = random.pick(LINES);
  const stops = (drain?.stops ?? []).map(({ id }) => id).filter(() => random.chance(0.8));
  const waive = (['notice', 'approval'] as const).filter(() => random.chance(0.5));
  const acts: [number, () => Promise<unknown>][] = [
    [2, () => stage.submit(plan)],
    [2, () => stage.approve({ rev: drain?.rev ?? 1, digest })],
    [2, () => stage.run({ action: 'announce', digest })],
    [2, () => stage.run({ action: 'start', digest, waive })],
    [2, () => stopped(stage, watch)],
    [3, () => resumed(stage, watch, stops)],
    [1, () => stage.run({ action: 'promote', rev: drain?.rev ?? 1, wave: 1 })],
    [2, () => stage.run({ action: 'setAside', connectionId })],
    [2, () => stage.run({ action: 'retry', connectionId })],
    [1, () => stage.run({ action: 'rollback', lines: 'all' })],
    [0.1, () => stage.run({ action: random.pick(['complete', 'abort']) })],
    [1, () => stage.run({ action: 'take', by: random.pick(['anna', 'ben']) })],
    [1, () => stage.run({ action: 'rehearse' })],
    [2, async () => drain?.announcement && drain.phase === 'PLANNED' && stage.tellAll()],
    [2, async () => drive(random, stage, connectionId)],
    [1, async () => pass(stage, random.pick([1, 1000, HOUR, DAY]))],
  ];
  // As often as its weight says.
  const tickets = acts.flatMap(([weight, act]) => Array.from({ length: weight * 10 }, () => act));
  await random.pick(tickets)();
}

function pass(stage: CommandStage, milliseconds: number): void {
  stage.now += milliseconds;
}

/** A line comes to a state, as the driver would write it; a customer is told. */
async function drive(random: Random, stage: CommandStage, connectionId: string): Promise<void> {
  const drain = stage.drains.drains.get(ID)?.drain;
  const line = drain?.lines[connectionId];
  if (!line) return;
  if (drain.phase === 'RUNNING' && drain.stops.length === 0 && line.state === 'planned')
    await stage.release(connectionId, random.pick(LINE_STATES.filter((state) => state !== 'setAside')), 'MIGRATED');
  else if (line.state === 'setAside' && drain.announcement) await stage.putLine(connectionId, { told: true });
}

async function stopped(stage: CommandStage, watch: Watch): Promise<void> {
  const answer = await stage.run({ action: 'stop' });
  if (answer.result === 'done') for (const { id } of answer.stops) watch.stops.add(id);
}

async function resumed(stage: CommandStage, watch: Watch, stops: string[]): Promise<void> {
  const answer: DrainAnswer | DrainDeclined = await stage.run({ action: 'resume', stops });
  if (answer.result === 'done') for (const id of stops) watch.stops.delete(id);
}

/** Two at once: another does something before one's write, now and then. */
function interfere(random: Random, stage: CommandStage, watch: Watch): void {
  stage.before = async () => {
    if (!random.chance(0.1)) return;
    const { before } = stage;
    stage.before = undefined;
    await step(random, stage, watch);
    stage.before = before;
  };
}

it(`${RUNS} runs of people who do what they like lose no stop, add no line, and run nothing unapproved`, async () => {
  const first = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
  const seen = new Map<string, number>();
  for (let seed = first; seed < first + RUNS; seed++) {
    const random = new Random(seed);
    const stage = new CommandStage();
    stage.now = FROM - 20 * DAY;
    const watch = new Watch(stage);
    try {
      for (let count = 0; count < STEPS; count++) {
        interfere(random, stage, watch);
        await step(random, stage, watch);
        stage.before = undefined;
        await watch.check();
      }
    } catch (error) {
      throw new Error(`SEED=${seed}`, { cause: error });
    }
    for (const { what } of stage.drains.drains.get(ID)?.drain.history ?? []) {
      const name = what.split(/[ :,]/)[0] ?? what;
      seen.set(name, (seen.get(name) ?? 0) + 1);
    }
  }
  // So that it is not about nothing.
  for (const what of ['revision', 'announced', 'started', 'resumed', 'set', 'retried', 'taken'])
    expect(seen.get(what) ?? 0, `${what}, SEED=${first}`).toBeGreaterThan(0);
});
