import { describeError } from '../model/describe-error.ts';
import { roomForCallMs, timeForCallMs } from '../model/settings.ts';
import type { WaitsFor } from '../model/waits-for.ts';
import { rateAfter } from '../pace/pace.ts';
import { TurnsInOrder } from '../pace/turns-in-order.ts';
import { type ControlItem, FOR_ALL } from '../ports/control.ts';
import type { BacklogEntry } from '../ports/due-index.ts';
import type { DispatchPorts } from '../ports/ports.ts';
import type { Turns } from '../ports/turns.ts';
import { WaitTally } from '../waiting/wait-tally.ts';
import { MARK_LASTS_MS } from '../waiting/wake-dispatch.ts';
import { Backlog } from './backlog.ts';
import { type Result, visit } from './visit.ts';

/** What one run has done, in requests. */
export interface DispatchReport extends Record<Exclude<Result, 'gone'>, number> {
  /** Threw; they come again when due. */
  failed: number;
  /** Known to wait when the run ended, at least. */
  left: number;
}

/** How often it reads what has become due, in milliseconds. */
const READ_EVERY_MS = 1_000;
/** Entries in memory, of all tenants together: of a backlog that is longer, each run sees what was due first. */
export const MOST_ENTRIES = 200_000;
/** Requests worked on side by side whose time is over: they need no turn. */
const SIDE_BY_SIDE = 8;
/** How far each reading goes back behind the one before: the index lags, and clocks differ. What is older, the next run finds. */
const OVERLAP_MS = 5_000;
/** The end of a run, for those during whose visit one has ended: the next begins soon then, in any case. */
const TAIL_MS = 10_000;
/** Due for so long, one of those was passed over by several runs, whose ends others' visits took: then it is the next. */
const PASSED_OVER_MS = 10 * 60_000;
/** For so long it waits for more before it ends: whoever was told that there is a backlog has put their request into it by then. */
const LINGER_MS = 3_000;

/**
 * Calls for the requests that wait for their turn: the tenants in turn, of each the request whose time ends first, and one
 * call each interval. Prepares a few ahead, so that a turn does not wait for observations.
 *
 * @param remaining milliseconds left of the invocation
 */
export async function dispatch(remaining: () => number, ports: DispatchPorts): Promise<DispatchReport> {
  return new Dispatch(remaining, ports).run();
}

class Dispatch {
  readonly #remaining: () => number;
  readonly #ports: DispatchPorts;
  readonly #turns: TurnsInOrder;
  readonly #backlog = new Backlog();
  readonly #waits: WaitTally;
  readonly #report: DispatchReport = { finished: 0, held: 0, waiting: 0, failed: 0, left: 0 };
  /** Visits under way, and those of them that have not had their turn. */
  #visits = 0;
  #preparing = 0;
  /** Others under way: of requests whose time is over, which no one's turn waits for. */
  #settling = 0;
  /** Whether the one visit under way is of a request during which the process has ended before. */
  #isCareful = false;
  #control: ControlItem = { paused: false, circuits: {} };
  #isReading = false;
  /** No turn comes any more before its time is over. */
  #isEnding = false;
  /** Whether a suspect that was passed over has had its visit in this run. */
  #hadPassedOver = false;
  #readFromMs = 0;
  #readAtMs = 0;
  #busyAtMs: number;
  /** What is left of the invocation when it is time for suspects at the latest, in milliseconds. */
  readonly #tail: number;
  #changed = Promise.withResolvers<void>();

  constructor(remaining: () => number, ports: DispatchPorts) {
    this.#remaining = remaining;
    this.#ports = ports;
    this.#waits = new WaitTally(ports);
    // Its observations are made by then: less time is left to it than to one that is taken up now.
    this.#turns = new TurnsInOrder(ports, () => remaining() - timeForCallMs(ports.settings));
    this.#busyAtMs = ports.clock();
    const room = roomForCallMs(ports.settings);
    this.#tail = room + Math.min(TAIL_MS, (remaining() - room) / 2);
  }

  async run(): Promise<DispatchReport> {
    while (this.#hasTime()) {
      this.#startReading();
      this.#startVisits();
      if (await this.#isOver()) break;
      await Promise.race([this.#change(), this.#ports.sleep(READ_EVERY_MS)]);
    }
    while (this.#visits > 0) await this.#change();
    this.#logWaits();
    return { ...this.#report, left: this.#backlog.size };
  }

  #hasTime(): boolean {
    return !this.#isEnding && this.#remaining() >= roomForCallMs(this.#ports.settings);
  }

  async #change(): Promise<void> {
    await this.#changed.promise;
    this.#changed = Promise.withResolvers();
  }

  #startReading(): void {
    if (this.#isReading || this.#ports.clock() < this.#readAtMs + READ_EVERY_MS) return;
    this.#isReading = true;
    void this.#read()
      .catch((error: unknown) => this.#ports.log('faulted', { error: describeError(error) }))
      .finally(() => {
        this.#isReading = false;
        this.#changed.resolve();
      });
  }

  /** The tenants side by side: none waits until what another one has waiting is read. */
  async #read(): Promise<void> {
    const { ledger, tenants, clock } = this.#ports;
    this.#readAtMs = clock();
    this.#control = await ledger.readControl();
    await Promise.all(tenants.map(({ name }) => this.#readTenant(name)));
    this.#readFromMs = this.#readAtMs - OVERLAP_MS;
    if (this.#isIdle) return;
    const { backlogAtMs } = this.#control;
    if (backlogAtMs === undefined || this.#readAtMs - backlogAtMs > MARK_LASTS_MS / 2) {
      await ledger.markBacklog(backlogAtMs, this.#readAtMs);
    }
  }

  /** Each has its share of the memory: however many requests one has, it does not end the process of all. */
  async #readTenant(tenant: string): Promise<void> {
    const most = MOST_ENTRIES / this.#ports.tenants.length;
    let next: string | undefined;
    let isWhole = false;
    while (!isWhole && this.#hasTime() && this.#backlog.sizeOf(tenant) < most) {
      const page = await this.#ports.ledger.dueToCall(tenant, this.#readFromMs, this.#readAtMs, next);
      for (const entry of page.items) this.#backlog.add(entry);
      next = page.next;
      isWhole = next === undefined;
      this.#changed.resolve();
    }
  }

  #startVisits(): void {
    if (this.#isCareful) return;
    for (let entry = this.#nextOver(); entry; entry = this.#nextOver()) void this.#settle(entry);
    for (let entry = this.#next(); entry; entry = this.#next()) void this.#prepare(entry);
  }

  #nextOver(): BacklogEntry | undefined {
    return this.#settling < SIDE_BY_SIDE ? this.#backlog.nextOver(this.#ports.clock()) : undefined;
  }

  #next(): BacklogEntry | undefined {
    if (this.#isCareful || this.#isStopped) return undefined;
    if (this.#isTimeForSuspects) {
      if (this.#visits > 0) return undefined;
      this.#isCareful = true;
      this.#hadPassedOver ||= this.#isPassedOver;
      return this.#backlog.nextSuspect();
    }
    const ahead = Math.ceil(1.1 * rateAfter(this.#control.pace, this.#ports.settings)) + 1;
    return this.#preparing < ahead ? this.#backlog.next() : undefined;
  }

  /**
   * Requests during whose visit the process has ended before are visited last, one at a time and nothing beside them: if it
   * ends again, it costs the others least. But they are visited, however many others wait; and one in each run, however long
   * the visits of the others take.
   */
  get #isTimeForSuspects(): boolean {
    const { suspectDueAtMs, hasOnlySuspects } = this.#backlog;
    if (suspectDueAtMs === undefined) return false;
    return hasOnlySuspects || this.#remaining() < this.#tail || (this.#isPassedOver && !this.#hadPassedOver);
  }

  get #isPassedOver(): boolean {
    const { suspectDueAtMs = Number.POSITIVE_INFINITY } = this.#backlog;
    return this.#ports.clock() > suspectDueAtMs + PASSED_OVER_MS;
  }

  get #isStopped(): boolean {
    const { paused, circuits } = this.#control;
    const forAll = circuits[FOR_ALL];
    return paused || (forAll !== undefined && this.#ports.clock() < forAll.openUntilMs);
  }

  async #settle(entry: BacklogEntry): Promise<void> {
    this.#settling++;
    await this.#visit(entry, { take: () => this.#takeTurn() });
    this.#settling--;
    this.#changed.resolve();
  }

  async #prepare(entry: BacklogEntry): Promise<void> {
    const hadTurn = this.#startPreparing();
    await this.#visit(entry, { take: () => this.#takeTurn().finally(hadTurn) });
    hadTurn();
  }

  /** Whatever is wrong with one request, the others get their turn, and it comes again, ever more rarely. */
  async #visit(entry: BacklogEntry, turns: Turns): Promise<void> {
    this.#visits++;
    try {
      // Awake already; and Lambda takes a function that invokes itself for a loop without an end.
      const ports = { ...this.#ports, turns, wakeDispatch: async () => undefined };
      const { result, waitsFor, again } = await visit(entry, this.#remaining, ports);
      if (result !== 'gone') this.#report[result]++;
      if (waitsFor) this.#waits.add(entry.key, waitsFor);
      if (again) this.#backlog.addFirst(again);
      else this.#backlog.forget(entry);
    } catch (error) {
      this.#report.failed++;
      this.#backlog.forget(entry);
      this.#ports.log('faulted', { ...entry.key, error: describeError(error) });
    }
    this.#visits--;
    this.#isCareful = false;
    this.#changed.resolve();
  }

  /** The first that cannot be waited for is the last: whoever asked next would only be told the same. */
  async #takeTurn(): Promise<boolean> {
    const isTaken = await this.#turns.take();
    if (!isTaken) this.#isEnding = true;
    return isTaken;
  }

  #startPreparing(): () => void {
    let isPreparing = true;
    this.#preparing++;
    return () => {
      if (isPreparing) this.#preparing--;
      isPreparing = false;
      this.#changed.resolve();
    };
  }

  /** Those that were visited, and those that are left. */
  #logWaits(): void {
    const first = this.#backlog.firstDue;
    if (first) this.#waits.add(first.key, this.#whyLeft(first.dueAtMs), this.#backlog.size);
    this.#waits.log();
  }

  #whyLeft(dueAtMs: number): Pick<WaitsFor, 'cause' | 'sinceMs'> {
    const { paused, lastChange, circuits } = this.#control;
    if (paused) return { cause: 'paused', sinceMs: Math.max(dueAtMs, lastChange?.atMs ?? 0) };
    if (this.#isStopped) return { cause: 'circuit', sinceMs: Math.max(dueAtMs, circuits[FOR_ALL]?.openedAtMs ?? 0) };
    return { cause: 'turn', sinceMs: dueAtMs };
  }

  get #isIdle(): boolean {
    return this.#visits === 0 && this.#backlog.size === 0;
  }

  /** Nothing waits, or nothing may be called for. The last one out takes the mark away, unless someone has set it anew. */
  async #isOver(): Promise<boolean> {
    const { clock, ledger } = this.#ports;
    const { paused, backlogAtMs } = this.#control;
    if (this.#isReading) return false;
    if (!this.#isIdle) {
      this.#busyAtMs = clock();
      return paused && this.#visits === 0;
    }
    if (backlogAtMs === undefined) return true;
    return clock() - this.#busyAtMs >= LINGER_MS && ledger.markBacklog(backlogAtMs, undefined);
  }
}
