import { noteUnhealthy } from '../guards/close-parent.ts';
import { describeError } from '../model/describe-error.ts';
import { LedgerError } from '../model/ledger-error.ts';
import { attemptOf, nameOf, type RequestKey } from '../model/request-item.ts';
import type { ControlItem } from '../ports/control.ts';
import type { VerifyPorts } from '../ports/ports.ts';
import { publishVerdict } from './conclude.ts';
import { judge, judgeAstray } from './judge.ts';
import { type Line, lookAt } from './look-at.ts';
import { RunPictures } from './pictures.ts';
import { sideBySide } from './side-by-side.ts';
import { standingOf } from './standing.ts';
import { isDecided } from './verification.ts';

/** What one run has done, in lines. */
export interface VerifyReport {
  /** Looked at in a way that counts. */
  looks: number;
  /** Due, and not looked at: a parent was listed a moment ago, or the run's time was over. */
  unlooked: number;
}

/** Lines worked on side by side. */
const AT_A_TIME = 8;

/**
 * Looks at every line that was moved a while ago and is due, with one listing of a parent for all that have left it or come to it.
 * Any number of callers may do so, whatever their own schedule is: together they list a parent once a poll interval or, while a drain
 * runs, once a tick of it. Never throws: what fails comes again.
 *
 * @param remaining milliseconds left of the invocation
 */
export async function verifyDue(remaining: () => number, ports: VerifyPorts): Promise<VerifyReport> {
  const report = { looks: 0, unlooked: 0 };
  try {
    const pollIntervalMs = lookIntervalMs(await ports.ledger.readControl(), ports.settings);
    await new Run(remaining, { ...ports, settings: { ...ports.settings, pollIntervalMs } }, report).lookAtAll();
  } catch (error) {
    ports.log('faulted', { cause: 'verification', error: describeError(error) });
  }
  return report;
}

/**
 * Between two looks at a parent, for all callers alike: whoever kept to a longer one than the others would claim the next look for later
 * than they are to have it.
 */
function lookIntervalMs({ running }: ControlItem, { pollIntervalMs, drainTickMs }: VerifyPorts['settings']): number {
  const isDraining = running?.drain !== undefined || running?.rollback !== undefined;
  return isDraining ? Math.min(pollIntervalMs, drainTickMs) : pollIntervalMs;
}

class Run {
  readonly #ports: VerifyPorts;
  readonly #report: VerifyReport;
  readonly #pictures: RunPictures;

  constructor(remaining: () => number, ports: VerifyPorts, report: VerifyReport) {
    this.#ports = ports;
    this.#report = report;
    this.#pictures = new RunPictures(remaining, ports);
  }

  async lookAtAll(): Promise<void> {
    const lines = await this.#readDue();
    await this.#pictures.take(lines.map(parentsOf));
    const tried = lines.filter((line) => this.#pictures.hasTried(parentsOf(line)));
    this.#report.unlooked += lines.length - tried.length;
    const astray: Line[] = [];
    await this.#write(tried, async (line) => {
      const look = judge(line.read.verification, beforeOf(line), this.#pictures.listings, this.#ports.settings);
      // A line that others have moved on since need not be searched for.
      if (look === 'astray' && (await standingOf(line.item, this.#ports)) === 'ours') astray.push(line);
      else await this.#lookAt(line, look === 'astray' ? undefined : look);
    });
    if (astray.length > 0) await this.#search(astray);
  }

  /** On all other parents that there are, with the same care: what another process has listed a moment ago waits. */
  async #search(astray: readonly Line[]): Promise<void> {
    const { tenants, settings } = this.#ports;
    const parents = [...new Set(tenants.flatMap((tenant) => tenant.parents))];
    await this.#pictures.take(parents.map((parent) => [parent]));
    await this.#write(astray, async (line) => {
      const others = parents.filter((parent) => !parentsOf(line).includes(parent));
      await this.#lookAt(line, judgeAstray(line.read.verification, others, this.#pictures.listings, settings));
    });
  }

  async #lookAt(line: Line, look: Parameters<typeof lookAt>[1]): Promise<void> {
    if (await lookAt(line, look, this.#ports)) this.#report.looks++;
  }

  async #readDue(): Promise<Line[]> {
    const { ledger, clock } = this.#ports;
    const now = clock();
    const lines: Line[] = [];
    let next: string | undefined;
    do {
      const page = await ledger.dueToVerify(now, next);
      await this.#forEach(
        page.items,
        ({ key }) => key,
        this.#pictures.hasTime,
        async ({ key }) => {
          const line = await this.#read(key, now);
          if (line) lines.push(line);
        },
      );
      next = page.next;
    } while (next !== undefined && this.#pictures.hasTime());
    return lines;
  }

  /** The index may lag behind the item. A verdict that is not published yet goes first: it must not be lost behind another. */
  async #read(key: RequestKey, now: number): Promise<Line | undefined> {
    const { ledger } = this.#ports;
    const read = await ledger.readVerification(key);
    if (read?.dueAtMs === undefined || read.dueAtMs > now) return undefined;
    const item = await ledger.read(key);
    if (!item) throw new LedgerError(nameOf(key), 'is not there, though its move is to be verified');
    await noteUnhealthy(item, read.verification, this.#ports);
    const published = await publishVerdict(item, read, this.#ports);
    return published && !isDecided(published.verification) ? { item, read: published } : undefined;
  }

  /** Listings that took all the time must have come to something: else the next run would end as this one. */
  #write(lines: readonly Line[], run: (line: Line) => Promise<void>): Promise<void> {
    return this.#forEach(lines, keyOfLine, this.#pictures.hasTimeToWrite, run);
  }

  /** Whatever is wrong with one, the others get their turn. */
  #forEach<Item>(
    items: readonly Item[],
    keyOf: (item: Item) => RequestKey,
    hasTime: () => boolean,
    run: (item: Item) => Promise<void>,
  ): Promise<void> {
    return sideBySide(items, AT_A_TIME, hasTime, async (item) => {
      try {
        await run(item);
      } catch (error) {
        this.#ports.log('faulted', { ...keyOf(item), error: describeError(error) });
      }
    });
  }
}

function keyOfLine({ item }: Line): RequestKey {
  return { tenant: item.tenant, requestId: item.request.requestId };
}

function parentsOf({ read }: Line): string[] {
  return [read.verification.source, read.verification.target];
}

function beforeOf({ item }: Line) {
  return attemptOf(item).seen;
}
