import type { Settings } from '../../src/migration/model/settings.ts';
import type { Fate } from './faults.ts';
import type { Call } from './ports/associate.ts';
import { HOUR, latestEffect, SECOND } from './settings.ts';
import type { Deployment } from './stage.ts';
import { show, type Trace } from './trace.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Long enough for a few of them to use up an invocation's time, or a request's window. */
const SLOW = 20 * SECOND;

export interface Intent {
  key: string;
  connectionId: string;
  attemptId: string;
  parentId: string;
  /** When the ledger was asked for it. */
  at: number;
  /** When it was written, if it was. */
  writtenAtMs?: number;
  /** The one call that was made under it, if it was. */
  call?: Call;
}

/**
 * One invocation of a Lambda function. When it crashes or its time is over, none of its awaits ever returns: nothing
 * more of it runs. Each has a clock of its own.
 */
export class Invocation {
  readonly name: string;
  readonly startedAtMs: number;
  readonly fate: Fate;
  readonly time: VirtualTime;
  readonly settings: Settings;
  readonly deployment: Deployment;
  /** When Lambda ends it, in milliseconds from its start. */
  readonly timeoutMs: number;
  /** How far its clock is off, and from when on otherwise: clocks are set while they run. */
  readonly #clockOffset: number;
  readonly #steppedOffset: number;
  readonly #stepsAt: number;
  /** The intents that this invocation has asked the ledger for and not called under yet. */
  readonly intents = new Set<Intent>();
  /** Whether the ledger did not answer it. */
  hasMissedLedger = false;
  /** Whether anything has gone wrong with what it has asked for, or it was ended. */
  isDisturbed = false;
  /** How many turns to call it has taken, and not called in yet. */
  turns = 0;
  /** How many copies for quarantine it has counted and not put there yet. */
  countedCopies = 0;
  /** What its process remembers of the invocations before it. */
  environment: object = this;
  /** Called with the time until which it is frozen. */
  whenFrozen: (until: number) => void = () => undefined;
  readonly #trace: Trace | undefined;
  #hasCrashed = false;
  /** For how long it has been frozen in all, and until when it is. */
  frozenFor = 0;
  #frozenUntil = 0;

  constructor(
    name: string,
    time: VirtualTime,
    fate: Fate,
    settings: Settings,
    trace: Trace | undefined,
    deployment: Deployment,
    timeoutMs = settings.functionTimeoutMs,
  ) {
    this.timeoutMs = timeoutMs;
    this.deployment = deployment;
    this.settings = settings;
    this.name = name;
    this.time = time;
    this.fate = fate;
    this.startedAtMs = time.now;
    this.#clockOffset = fate.clockOffset();
    this.#steppedOffset = fate.clockOffset();
    this.#stepsAt = this.startedAtMs + fate.delay(2 * timeoutMs);
    this.#trace = trace;
  }

  readonly clock = (): number =>
    this.time.now + (this.time.now < this.#stepsAt ? this.#clockOffset : this.#steppedOffset);

  /** What its clock may have shown now, or just before it was set. */
  get clockReadings(): [number, number] {
    return [this.time.now + this.#clockOffset, this.time.now + this.#steppedOffset];
  }

  readonly remaining = (): number => this.startedAtMs + this.timeoutMs - this.time.now;

  get isOver(): boolean {
    return this.#hasCrashed || this.remaining() + this.frozenFor <= 0;
  }

  get isTraced(): boolean {
    return this.#trace !== undefined;
  }

  trace(what: string, ...values: unknown[]): void {
    this.#trace?.add(this.time.now, this.name, values.length > 0 ? `${what} ${show(values)}` : what);
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        if (this.time.now < this.#frozenUntil) this.time.at(this.#frozenUntil, wake);
        else if (!this.isOver) resolve();
      };
      this.time.at(this.time.now + milliseconds, wake);
    });
  }

  /** Nothing of it runs for a while, its timeout neither: within a call's bounds, or far beyond them. */
  async freeze(): Promise<void> {
    const bounds = [this.timeoutMs, latestEffect(this.settings), 3 * HOUR];
    const bound = bounds[Math.floor(this.fate.random() * bounds.length)] ?? 0;
    const length = this.fate.upTo(bound);
    this.frozenFor += length;
    this.#frozenUntil = Math.max(this.#frozenUntil, this.time.now + length);
    this.trace(`is frozen for ${length / SECOND} s`);
    this.whenFrozen(this.#frozenUntil);
    await this.sleep(length);
  }

  /** The way of a request to a port: where it crashes, it never returns. */
  async reach(most: number, fault: string | undefined): Promise<void> {
    if (fault !== undefined) this.isDisturbed = true;
    if (fault === 'crashBefore') return this.crash();
    if (fault === 'frozen') await this.freeze();
    await this.sleep(this.fate.delay(fault === 'slow' ? SLOW : most));
  }

  /** The way of the answer back. Undisturbed it takes no time: what follows has its own way to go. */
  async answer(fault: string | undefined): Promise<void> {
    if (fault === 'crashAfter') return this.crash();
    if (fault === 'slowAnswer') await this.sleep(this.fate.delay(SLOW));
  }

  crash(): Promise<never> {
    this.#hasCrashed = true;
    this.isDisturbed = true;
    this.trace('CRASHES');
    return new Promise(() => undefined);
  }
}
