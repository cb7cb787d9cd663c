import { expect, it } from 'vitest';
import { advanceDrain } from '../../../../src/drain/run/advance-drain.ts';
import { type Drain, isOver } from '../../../../src/drain/run/drain.ts';
import { hasOpenTry, type LineProgress, needsAPerson } from '../../../../src/drain/run/line.ts';
import { driveDue, tickDrain } from '../../../../src/drain/run/tick-drain.ts';
import { Random } from '../../../support/random.ts';
import type { StoredItem } from '../../../support/stored-item.ts';
import { DRAIN_ID, FROM, HOUR, idOf, SECOND, SOURCE, stop, TARGET } from './driven.ts';
import { Died, type Fate, Night } from './night.ts';

const NIGHTS = Number(process.env.NIGHTS ?? 60);
const FIRST_SEED = Number(process.env.SEED ?? 1);
const LONG = () => 600 * SECOND;
const ROLLBACK = `${DRAIN_ID}-r1`;

const FATES: Fate[] = [
  ...(['held', 'UNHEALTHY', 'UNKNOWN', 'GONE', 'VLAN_CONFLICT', 'PARENT_CAPACITY'] as const),
  ...(['SUPERSEDED', 'PARENT_CANNOT_HOST', 'PARENT_NOT_FOUND', 'EXPIRED'] as const),
];

/** Drivers, the core, people, and what is lost, at random. */
class RandomNight extends Night {
  readonly random: Random;
  isCalm = false;

  constructor(seed: number) {
    const random = new Random(seed);
    const lines = random.between(2, 14);
    const ids = Array.from({ length: lines }, (_, index) => idOf(index));
    const groups = Object.fromEntries(ids.filter(() => random.chance(0.3)).map((id) => [id, random.pick(['g', 'h'])]));
    const limits = {
      maxMoving: random.between(1, 5),
      maxSoaking: random.between(1, 8),
      minIntervalSeconds: random.pick([0, 0, 20]),
    };
    super({ lines, groups, limits });
    this.random = random;
    const troubled = random.pick([0, 0.1, 0.3]);
    this.fateOf = () => (!this.isCalm && random.chance(troubled) ? random.pick(FATES) : 'moved');
    this.faultAt = () => {
      if (this.isCalm || !random.chance(0.01)) return undefined;
      this.counts.lost++;
      return random.pick(['before', 'after', 'lostAnswer'] as const);
    };
    this.pause = async () => {
      for (let turns = random.between(0, 3); turns > 0; turns--) await Promise.resolve();
    };
    const told = { atMs: FROM - 400 * HOUR, by: 'ada', why: 'notice' };
    this.change(() => ({
      announcement: { rev: 1, fromMs: FROM, toMs: FROM + 24 * HOUR, serviceVersion: '0.0.0', published: 0, ...told },
    }));
    this.ledger.guards = { cordons: { [SOURCE]: { atMs: 1, by: `drain ${DRAIN_ID}`, why: 'w' } } };
  }

  async step(): Promise<void> {
    if (!this.isCalm) this.lose();
    const drivers = Array.from({ length: this.random.between(1, 3) }, () => this.drive());
    await Promise.all([...drivers, this.work(), this.people()]);
    this.later(this.random.between(5, this.isCalm ? 60 : 30));
  }

  /** Messages are lost, or come twice. */
  lose(): void {
    if (this.queue.length > 0 && this.random.chance(0.05))
      this.queue.splice(this.random.between(0, this.queue.length - 1), 1);
    if (this.queue.length > 0 && this.random.chance(0.05)) this.queue.push({ ...this.random.pick(this.queue) });
  }

  /** By an event, a tick, which may be an old one, or the schedule. */
  async drive(): Promise<void> {
    const drainId = this.random.pick([...this.drains.drains.keys()]);
    const by = this.random.pick(['event', 'event', 'tick', 'schedule'] as const);
    const tick = { drainId, number: this.random.pick([...this.ticks, { number: 1 }]).number };
    try {
      if (by === 'schedule') await driveDue(LONG, this.ports());
      else if (by === 'tick') await tickDrain(tick, LONG, this.ports());
      else await advanceDrain(drainId, LONG, this.ports());
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      this.counts.died++;
    }
  }

  async people(): Promise<void> {
    await this.pause();
    const ids = [...this.drains.drains.keys()].filter((drainId) => !isOver(this.drain(drainId)));
    for (const drainId of ids) {
      if (this.isCalm || this.random.chance(0.3)) this.promote(drainId);
      if (this.isCalm) this.calm(drainId);
      else if (this.random.chance(0.06)) await this.disturb(drainId);
    }
    if (!this.isCalm) this.breakDown();
    this.decideSome();
  }

  decideSome(): void {
    if (this.random.chance(this.isCalm ? 0.3 : 0.03)) this.heal();
    const held = [...this.ledger.requests.values()].filter(({ state }) => state === 'HELD');
    for (const item of held) if (this.random.chance(this.isCalm ? 0.3 : 0.05)) this.decide(item);
  }

  promote(drainId: string): void {
    const { wave } = this.drain(drainId);
    if (wave.doneAtMs !== undefined) this.change(() => ({ promoted: wave.number }), drainId);
  }

  breakDown(): void {
    if (this.random.chance(0.01)) this.ledger.paused = !this.ledger.paused;
    if (this.random.chance(0.02)) this.busRejects = !this.busRejects;
  }

  decide(item: StoredItem): void {
    if (this.random.chance(0.5)) this.moved(item);
    else this.resolve(item);
  }

  async disturb(drainId: string): Promise<void> {
    const [id, line] = this.random.pick(Object.entries(this.drain(drainId).lines)) as [string, LineProgress];
    const now = this.now;
    const acts: (() => unknown)[] = [
      () => this.drains.addStop(drainId, stop(`person-${now}`, { atMs: now }), now),
      () => this.drains.addStop(drainId, stop(`other-${now}`, { atMs: now }), now),
      () => this.resume(drainId),
      () => this.resume(drainId),
      () => SET_ASIDE.includes(line.state) && this.setAside(id, drainId),
      () => mayRetry(line) && this.changeLine(id, { state: 'planned', expired: 0 }, drainId),
      () => this.freeze(),
      () =>
        line.state === 'planned' &&
        this.random.chance(0.3) &&
        this.places.set(id, this.random.pick([TARGET, 'dxcon-else'])),
      () => this.random.chance(0.1) && this.end(drainId),
      () => this.takeBack(),
    ];
    await this.random.pick(acts)();
  }

  freeze(): void {
    const freezes = { f: { fromMs: this.now, untilMs: this.now + 60_000, ...WORD } };
    this.ledger.guards = { ...this.ledger.guards, freezes };
  }

  setAside(id: string, drainId: string): void {
    this.changeLine(id, { state: 'setAside', by: 'ada', atMs: this.now }, drainId);
  }

  /** As the command does: all stops, but those of lines that still need someone. */
  resume(drainId: string): void {
    this.counts.resumes++;
    this.change((drain) => {
      const stops = drain.stops.filter(
        ({ kind, about = '' }) => kind === 'line' && needsAPerson(drain.lines[about] as LineProgress),
      );
      const count = (state: string) => Object.values(drain.lines).filter((line) => line.state === state).length;
      const { checkedAtMs: _, ...wave } = drain.wave;
      return { stops, wave, forgiven: { failed: count('failed'), drifted: count('drifted') } };
    }, drainId);
  }

  end(drainId: string): void {
    if (this.drain(drainId).phase !== 'RUNNING') return;
    const ending = { as: 'ABORTED', cause: 'person', ...WORD, atMs: this.now } as const;
    this.change(() => ({ phase: 'ENDING', ending }), drainId);
  }

  /** Only while its drain is stopped, ends or has ended, and of lines that it has moved, and whose try is over. */
  takeBack(): void {
    const main = this.drain();
    if (this.drains.drains.has(ROLLBACK) || (main.phase === 'RUNNING' && main.stops.length === 0)) return;
    const moved = Object.entries(main.lines).filter(
      ([id, { state }]) => this.places.get(id) === TARGET && ['healthy', 'unhealthy', 'unknown'].includes(state),
    );
    if (moved.length === 0) return;
    this.counts.rollbacks++;
    this.rollback(moved.map(([id]) => id));
  }

  /** All is brought to its end. */
  calm(drainId: string): void {
    const drain: Drain = this.drain(drainId);
    for (const [id, line] of Object.entries(drain.lines))
      if (needsAPerson(line) && this.random.chance(0.2)) this.setAside(id, drainId);
    if (drain.stops.length > 0) this.resume(drainId);
  }
}

const WORD = { atMs: 1, by: 'ada', why: 'w' };

const SET_ASIDE: readonly string[] = ['planned', 'waits', 'held', 'unhealthy', 'unknown'];

function mayRetry(line: LineProgress): boolean {
  return ['waits', 'failed', 'setAside'].includes(line.state) && !hasOpenTry(line) && !line.told;
}

async function run(seed: number): Promise<RandomNight> {
  const world = new RandomNight(seed);
  for (let step = 0; step < 150; step++) await world.step();
  Object.assign(world, { isCalm: true, busRejects: false });
  world.ledger.paused = false;
  const isLeft = () =>
    [...world.drains.drains.values()].some(({ drain, dueAtMs }) => !isOver(drain) || dueAtMs !== undefined);
  for (let step = 0; step < 2_000 && isLeft(); step++) await world.step();
  if (isLeft()) world.auditor.violations.push('D10: a drain has not ended');
  return world;
}

it(`holds its invariants in ${NIGHTS} random nights from seed ${FIRST_SEED} on`, { timeout: 600_000 }, async () => {
  const totals: Record<string, number> = {};
  for (let seed = FIRST_SEED; seed < FIRST_SEED + NIGHTS; seed++) {
    const world = await run(seed);
    expect(world.audit(), `seed ${seed}`).toEqual([]);
    const { phase } = world.drain();
    for (const [what, times] of Object.entries({ ...world.counts, ...world.auditor.counts, [phase]: 1 }))
      totals[what] = (totals[what] ?? 0) + times;
  }
  process.stderr.write(`${JSON.stringify({ nights: NIGHTS, seed: FIRST_SEED, ...totals })}\n`);
  for (const what of ['moves', 'stops', 'died', 'lost', 'resumes', 'drifted', 'rollbacks', 'COMPLETED', 'ABORTED'])
    expect(totals[what] ?? 0, what).toBeGreaterThan(0);
});
