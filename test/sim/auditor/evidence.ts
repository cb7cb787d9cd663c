import type { Asked, EventText, Objection, Outcome, SeenMove } from '../../../local/judge/evidence.ts';
import type { EventData } from '../../../src/contract/event-schema.ts';
import type { Verdict } from '../../../src/contract/operations/names.ts';
import type { ReasonCode } from '../../../src/contract/reason.ts';
import type { Freeze, GuardKind } from '../../../src/migration/model/guards.ts';
import type { RequestItem, State } from '../../../src/migration/model/request-item.ts';
import type { Settings } from '../../../src/migration/model/settings.ts';
import { type Tenant, tenantOf } from '../../../src/migration/model/tenants.ts';
import type { WaitsFor } from '../../../src/migration/model/waits-for.ts';
import type { Circuit, Pace } from '../../../src/migration/ports/control.ts';
import { SERVES_AT_MOST_MS } from '../../../src/migration/steps/recent-listings.ts';
import type { MemoryLedger } from '../../support/memory-ledger.ts';
import type { DueIndex } from '../due-index.ts';
import type { Intent, Invocation } from '../invocation.ts';
import type { Lists } from '../lists.ts';
import type { Call } from '../ports/associate.ts';
import type { Content, Draft } from '../scenario/content.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { Move, World } from '../world.ts';
import { Cordons } from './cordon-rules.ts';
import { type DrainEvidence, isAboutDrains } from './drain-evidence.ts';
import { GroupPresence } from './group-presence.ts';
import { Settled } from './group-rules.ts';
import { Releases } from './release-rules.ts';
import { Searches } from './search-rules.ts';
import type { Turns } from './turn-rules.ts';
import { Verifications } from './verification-rules.ts';

/** A request that the service has taken, and what the auditor knows of it. */
export interface KnownRequest {
  key: string;
  draft: Draft;
  /** The same, as the judge sees it. */
  asked: Asked;
  /** By the first tenants file. */
  hasRight: boolean;
  claimedAtMs: number;
  /** When the message that it was claimed from was sent. */
  sentAtMs: number;
  /** When the bus first accepted an outcome of it, HELD included. */
  publishedAtMs?: number;
  wasHeld?: boolean;
  calls: Call[];
  moves: Move[];
  /** What observations have shown against it, in order; undefined where one showed nothing any more. */
  rejections: { at: number; code: ReasonCode | undefined }[];
  /** Its last outcome as recorded in the ledger. */
  recorded?: { state: State; data: EventData; at: number };
  /** When it was last said that its call did not run, or by a person that it be called again. */
  reopenedAtMs?: number;
  /** Outcomes that the bus has accepted. */
  published: Set<State>;
  /** Whether it was ever found behind another request. */
  waited: boolean;
  /** Visits of `dispatch` to it, one after the other, that did not come to their end: at most so many. */
  deaths: number;
  /** What it was last logged to wait for, and for how long by then, in seconds. */
  wait?: { cause: string; age: number | undefined; at: number };
  /** What its item was last made to say that it waits for, unless it has got on since. */
  said?: { says: WaitsFor; atMs: number };
  /** When it was last postponed to be worked on, and in which invocation. */
  takenUp?: { by: Invocation; atMs: number };
}

/** What stops calls: a pause, or a guard that operators have put up. */
export interface Stop {
  sinceMs: number;
  kind: 'paused' | GuardKind;
  /** The parent, or the freeze; of a pause nothing. */
  name: string;
  freeze?: Freeze;
}

export interface Trouble {
  parentId: string;
  connectionId: string;
  at: number;
  key: string;
  /** Absent of one that was held. */
  verdict?: 'UNHEALTHY';
}

export interface PastStop extends Stop {
  untilMs: number;
}

/** A time in which calls for a parent, or for all, are answered unclearly. */
export interface BrownOut {
  sinceMs: number;
  /** Every half-open trial that was named in it. */
  trials: Set<string>;
  /** Calls by invocations that began in it, and have no clear answer. */
  unclear: number;
}

/** What the auditor has seen: Direct Connect, the queues and the bus from outside; the ledger only where a rule says so. */
export class Evidence {
  readonly time: VirtualTime;
  readonly world: World;
  readonly ledger: MemoryLedger;
  readonly violations: Objection[] = [];
  /** By tenant and request id. */
  readonly requests = new Map<string, KnownRequest>();
  /** By SQS message id. */
  readonly messages = new Map<string, Content>();
  /** By SQS message id: when, and when by SQS's clock. */
  readonly sentAt = new Map<string, { atMs: number; timestamp: number }>();
  /** Every intent that the ledger was asked for. */
  readonly intents: Intent[] = [];
  /** Attempts whose intent was written. */
  readonly intended = new Set<string>();
  /** Until when a process is frozen. */
  frozenUntil = 0;
  /** When all faults were over. */
  quietAtMs = Number.POSITIVE_INFINITY;
  /** Milliseconds from quiet to the outcome, of each request that was open then or came later. */
  readonly timesToOutcome: number[] = [];
  readonly calls: { call: Call; request: KnownRequest }[] = [];
  readonly moves: SeenMove[] = [];
  /** Outcomes that were recorded, and answers to messages that became no request. */
  readonly outcomes: Outcome[] = [];
  /** Every event, when it was recorded and when it was published. */
  readonly events: EventText[] = [];
  /** The ids of those that were recorded. */
  readonly recordedIds = new Set<string>();
  /** Message id and reason code of answers to messages that became no request. */
  readonly messageRejected = new Set<string>();
  readonly quarantined = new Set<string>();
  /** Copies that were counted for quarantine, by tenant and hour; and messages of which there is to be none. */
  readonly countedCopies = new Map<string, number>();
  readonly notKept = new Set<string>();
  readonly counts = new Map<string, number>();
  /** Tenants files that have been deployed. */
  readonly deployed: (readonly Tenant[])[] = [];
  /** The key of the request whose events the bus never accepts. */
  unpublishable: string | undefined;
  /** When it was last resumed, and when no one waited for a turn any more; 0 before the first time. */
  resumedAtMs = 0;
  backlogEndedAtMs = 0;
  /** When each command of an operator was answered. */
  readonly answeredAtMs: number[] = [];
  /** What stops calls now, by what and which, and when it was written. */
  readonly stops = new Map<string, Stop>();
  /** Lines that were held, or found not to be well, each with the parent that it was called for. */
  readonly troubles: Trouble[] = [];
  /** What has kept lines off parents, or kept them waiting, in the whole run. */
  readonly pastStops: PastStop[] = [];
  /** The circuit breakers that are not closed, by name, and when each became so. */
  readonly circuits = new Map<string, Circuit & { switchedAtMs: number }>();
  /** When each was last closed, by name. */
  readonly circuitsClosed = new Map<string, number>();
  /** Those that go on, by the name of the circuit breaker that there is for them. */
  readonly brownOuts = new Map<string, BrownOut>();
  /** The pace as it was last written. */
  pace: Pace | undefined;

  readonly searches = new Searches();
  readonly verifications = new Verifications();
  readonly cordons = new Cordons();
  readonly releases = new Releases();
  readonly settled = new Settled();
  readonly presence = new GroupPresence();
  /** By line: the request that has its lock, and when it asked for it. */
  readonly holders = new Map<string, { key: string; sinceMs: number }>();
  /** When a request last gave a line back, by line and request. */
  readonly freedAt = new Map<string, number>();
  /** The last verdict of each move that was verified, and when it was stored, by the request. */
  readonly verdicts = new Map<string, { verdict: Verdict; atMs: number }>();
  /** What is known of drains, in runs with drains. */
  drains: DrainEvidence | undefined;
  /** When the ledger was put back to an earlier moment: from then on only what is said of drains holds. */
  restoredAtMs: number | undefined;
  /** The run of `dispatch` that is under way, and who waits in it. */
  turns: Turns | undefined;

  settings: Settings;
  /** How often each parent may be listed to verify moves. */
  lookIntervalMs: number;
  readonly lists: Lists;
  /** What is due, in truth. */
  readonly index: DueIndex;

  constructor(
    time: VirtualTime,
    world: World,
    ledger: MemoryLedger,
    settings: Settings,
    lists: Lists,
    index: DueIndex,
  ) {
    this.index = index;
    this.lists = lists;
    this.settings = settings;
    this.lookIntervalMs = settings.pollIntervalMs;
    this.time = time;
    this.world = world;
    this.ledger = ledger;
  }

  object(rule: string, what: string): void {
    if (this.restoredAtMs !== undefined && !isAboutDrains(rule)) return;
    this.violations.push({ rule, what, at: this.time.now });
  }

  count(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  /** Whether others than the service have changed the line since then. */
  isDisturbed(connectionId: string, since: number): boolean {
    return this.world.disturbances.anySince(connectionId, since);
  }

  /** Whether they have since the oldest moment that its caller can have seen before the call. */
  isDisturbedSince({ connectionId, invocation }: Call): boolean {
    return this.isDisturbed(connectionId, this.seenFrom(invocation.startedAtMs));
  }

  /**
   * The oldest moment that an invocation which began then can have seen: by a listing that its environment remembers, and whose
   * clock may have been set since.
   */
  seenFrom(startedAtMs: number): number {
    const { staleMs, clockSkewMs } = this.settings;
    return startedAtMs - SERVES_AT_MOST_MS - clockSkewMs - staleMs;
  }

  /** The ledger's item, where a rule may read it. */
  item(key: string): RequestItem | undefined {
    return this.ledger.requests.get(key);
  }

  /** Whether some tenants file of the run does not know the sender. */
  isStranger(content: Content): boolean {
    return this.deployed.some((tenants) => !tenantOf(content, tenants));
  }

  othersOn(request: KnownRequest): KnownRequest[] {
    const { connectionId } = request.draft;
    return [...this.requests.values()].filter(
      (other) => other !== request && other.draft.connectionId === connectionId && other.hasRight,
    );
  }
}

export function sameDraft(a: Draft, b: Draft): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
