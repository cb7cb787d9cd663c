import { formatTime } from '../../../src/contract/time.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { ApproveCommand, DrainAnswer, DrainCommand, DrainDeclined } from '../../../src/drain/run/command.ts';
import type { Drain } from '../../../src/drain/run/drain.ts';
import type { Try } from '../../../src/drain/run/line.ts';
import { parseRequestId } from '../../../src/drain/run/request-of.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';
import type { BusEvent } from '../../../src/migration/ports/bus.ts';
import type { Running } from '../../../src/migration/ports/control.ts';
import type { DrainWrite } from '../drains/ports.ts';
import type { Invocation } from '../invocation.ts';
import type { Draft } from '../scenario/content.ts';

/** What a person has told the functions of drains to do, and was answered. */
export interface GivenCommand {
  command: DrainCommand | ApproveCommand;
  atMs: number;
  answer?: DrainAnswer | DrainDeclined;
  answeredAtMs?: number;
}

/** A write to a drain, as it was seen in the moment in which it was done. */
export interface SeenWrite extends DrainWrite {
  atMs: number;
}

/** The first write that has a try. */
export interface SeenRelease {
  drainId: string;
  connectionId: string;
  number: number;
  write: SeenWrite;
}

/** The rules that hold whatever becomes of the ledger. */
const ABOUT_DRAINS = /^drain /;

export function isAboutDrains(rule: string): boolean {
  return ABOUT_DRAINS.test(rule);
}

/** What the auditor has seen of drains: plans as people made them, their commands and the answers, each write, and the bus. */
export class DrainEvidence {
  /** By digest. */
  readonly plans: ReadonlyMap<string, Plan>;
  readonly approvals: 0 | 1;
  readonly commands: GivenCommand[] = [];
  readonly givenIn = new Map<Invocation, GivenCommand>();
  /** Of each drain, oldest first. */
  readonly writes = new Map<string, SeenWrite[]>();
  /** By the request's id. */
  readonly releases = new Map<string, SeenRelease>();
  /** Tries that were released before the ledger was put back, by the request's id. */
  readonly forgotten = new Map<string, Try>();
  /** What CONTROL has named, oldest first. */
  readonly running: { atMs: number; running: Running; isLate?: boolean }[] = [];
  /** When each event was first accepted, by its id. */
  readonly accepted = new Map<string, { event: BusEvent; atMs: number }>();
  /** When a complete inventory was asked for, and by whom. */
  readonly inventories: { atMs: number; by: Invocation }[] = [];
  /** Bodies of requests that were sent in the name of drains, by their ids. */
  readonly bodies = new Map<string, string>();

  constructor(plans: ReadonlyMap<string, Plan>, approvals: 0 | 1) {
    this.plans = plans;
    this.approvals = approvals;
  }

  /** As it was then; undefined before it was made. */
  drainAt(drainId: string, at: number): Drain | undefined {
    return this.writes.get(drainId)?.findLast(({ atMs }) => atMs <= at)?.after;
  }

  drainNow(drainId: string): Drain | undefined {
    return this.writes.get(drainId)?.at(-1)?.after;
  }

  get all(): Drain[] {
    return [...this.writes.values()].flatMap((writes) => writes.at(-1)?.after ?? []);
  }

  planOf({ digest }: Pick<Drain, 'digest'>): Plan | undefined {
    return this.plans.get(digest);
  }

  /** Whether a process that was frozen has had CONTROL name it last, whoever has written there since. */
  wasNamedLate(drainId: string): boolean {
    const before = this.running.findLastIndex(
      ({ running: { drain, rollback } }) => ![drain, rollback].includes(drainId),
    );
    return this.running[before + 1]?.isLate === true;
  }

  runningAt(at: number): Running {
    return this.running.findLast(({ atMs }) => atMs <= at)?.running ?? {};
  }
}

/** Of a request in the name of drains: whose line and try it is. */
export function tryOf({ tenant, requestId }: { tenant: string; requestId: string }) {
  return tenant === DRAINS_TENANT ? parseRequestId(requestId) : undefined;
}

/** Whether a request is as the try was stored, to the millisecond: whoever sends one by hand does not know its times. */
export function hasTimesOf({ requestedAtMs, notAfter }: Draft, last: Try): boolean {
  const isSame = (one: number | undefined, other: number) => one !== undefined && formatTime(one) === formatTime(other);
  return isSame(requestedAtMs, last.requestedAtMs) && isSame(notAfter, last.notAfterMs);
}
