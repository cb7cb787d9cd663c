import { AFTER_CALL_MS } from '../../settings/rules.ts';
import { describeError } from '../model/describe-error.ts';
import { type Listing, ObservationUnavailableError } from '../ports/direct-connect.ts';
import type { VerifyPorts } from '../ports/ports.ts';
import { timeToList } from '../steps/find-connection.ts';
import { sideBySide } from './side-by-side.ts';

/** Parents that are listed at a time: one that takes long does not hold up the others. */
const AT_A_TIME = 4;

/** A parent that may be listed now: from when on, as its item says; undefined before the first time. */
type Open = ReadonlyMap<string, number | undefined>;

/**
 * The listings of one run, one of each parent. A parent is listed only by whoever has claimed it on `PARENT#<id>`, so that all
 * processes together list it at most once a poll interval, however many lines have left it or come to it.
 */
export class RunPictures {
  /** By the parent's id, of those that could be listed. */
  readonly listings = new Map<string, Listing>();
  readonly #tried = new Set<string>();
  readonly #remaining: () => number;
  readonly #ports: VerifyPorts;

  constructor(remaining: () => number, ports: VerifyPorts) {
    this.#remaining = remaining;
    this.#ports = ports;
  }

  /** Whether another listing can be begun. */
  readonly hasTime = () => this.#remaining() > 2 * AFTER_CALL_MS;

  /** Whether what the listings show can be written down: also after one that took all the time that it could have (timeToList). */
  readonly hasTimeToWrite = () => this.#remaining() > AFTER_CALL_MS / 2;

  /** Whether this run was the one to list all of these, whatever came of it: if not, it was too soon, or there was no time. */
  hasTried(parents: readonly string[]): boolean {
    return parents.every((parent) => this.#tried.has(parent));
  }

  /**
   * Lists the parents of each line of which all may be listed now: some of them would show nothing, and be missing for who comes next.
   * First those that were listed longest ago, so that it is not always the same ones for which no time is left.
   */
  async take(lines: readonly (readonly string[])[]): Promise<void> {
    const asked = new Set(lines.flat().filter((parent) => !this.#tried.has(parent)));
    const open = await this.#openOf(asked);
    const isAtHand = (parent: string) => this.#tried.has(parent) || open.has(parent);
    const wanted = new Set(lines.filter((parents) => parents.every(isAtHand)).flat());
    const next = [...wanted].filter((parent) => open.has(parent));
    next.sort((one, other) => (open.get(one) ?? 0) - (open.get(other) ?? 0));
    await sideBySide(next, AT_A_TIME, this.hasTime, (parent) => this.#list(parent, open.get(parent)));
  }

  async #openOf(parents: Iterable<string>): Promise<Open> {
    const { ledger, clock } = this.#ports;
    const open = new Map<string, number | undefined>();
    await sideBySide(parents, AT_A_TIME, this.hasTime, async (parent) => {
      const next = await ledger.readNextLook(parent);
      if (next === undefined || next <= clock()) open.set(parent, next);
    });
    return open;
  }

  async #list(parent: string, read: number | undefined): Promise<void> {
    const { ledger, clock, settings, directConnect, log } = this.#ports;
    if (!(await ledger.claimLook(parent, read, nextLook(read, clock(), settings.pollIntervalMs)))) return;
    this.#tried.add(parent);
    try {
      this.listings.set(parent, await directConnect.listHosted(parent, timeToList(this.#remaining)));
    } catch (error) {
      if (!(error instanceof ObservationUnavailableError)) throw error;
      if (error.denied) log('denied', { cause: 'observation', error: describeError(error) });
    }
  }
}

/**
 * A poll interval after the time from which it could have been listed this time, where that was less than one ago: else a schedule
 * whose runs do not come to the second would miss every other one. Each listing has a poll interval of its own all the same.
 */
export function nextLook(read: number | undefined, now: number, pollIntervalMs: number): number {
  const late = now - (read ?? now);
  return now + pollIntervalMs - (late < pollIntervalMs ? Math.min(late, pollIntervalMs / 2) : 0);
}
