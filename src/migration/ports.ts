import type { ConnectionRecord } from '../contract/connection-record.ts';
import type { OutcomeEvent } from '../contract/event.ts';
import type { SettingsOf } from '../settings/function-settings.ts';
import type { Answer } from './classification.ts';
import type { HistoryEntry } from './history.ts';
import type { LogLine } from './log-lines.ts';
import type { Attempt, PendingRefusal, RequestItem, RequestKey, Settled, Spell, State } from './request-item.ts';
import type { Settings } from './settings.ts';
import type { Tenant } from './tenants.ts';

/** An interconnect or LAG as far as the pre-flight needs it. */
export interface Parent {
  state: string;
  /** The LAG that an interconnect is a member of. */
  memberOf?: string;
  /** False for a LAG that takes no hosted connections. */
  allowsHostedConnections: boolean;
}

/** Direct Connect. The two describing operations throw LookUnavailable when there is nothing to be seen now. */
export interface DirectConnect {
  /** Everything on a parent, all pages; 'absent' if there is no such parent. */
  listHosted(parentId: string): Promise<ConnectionRecord[] | 'absent'>;
  describeParent(parentId: string): Promise<Parent | 'absent'>;
  /**
   * AssociateHostedConnection, one attempt. Never throws: what went wrong is in the answer.
   *
   * @param timeout milliseconds after which it is given up, whatever it is doing
   */
  associate(connectionId: string, parentId: string, timeout: number): Promise<Answer>;
}

/** `CONNECTION#<id>`: who may call for it now, and what the last one that did has left behind. */
export interface ConnectionItem {
  /** The request that holds the connection. */
  active?: RequestKey;
  /** The account that it belongs to, as the first request that took it has seen. */
  ownerAccount?: string;
  /** With nine fraction digits, so that it sorts as text. */
  lastRequestedAt?: string;
  lastParent?: string;
  /** When the last outcome was settled (W4), in milliseconds since the epoch. */
  lastOutcomeAt?: number;
}

/** What a request that was called for leaves behind on its connection; the parent is null where it is not known. */
export interface LastOutcome {
  lastRequestedAt: string;
  lastParent: string | null;
  lastOutcomeAt: number;
}

export interface Circuit {
  /** Milliseconds since the epoch. */
  openedAt: number;
  openUntil: number;
  /** How many times in a row it opened. */
  streak: number;
  /** The request that may try whether calls are answered again. */
  probe?: { key: string; since: number };
}

/** How many calls have been counted in a minute of the clock. */
export interface Pace {
  /** Minutes since the epoch. */
  minute: number;
  calls: number;
}

/** Who paused or resumed the service, when and why. */
export interface PauseChange {
  paused: boolean;
  /** Milliseconds since the epoch. */
  at: number;
  by: string;
  why: string;
}

/** `CONTROL`. */
export interface ControlItem {
  paused: boolean;
  /** The last pause or resume; absent before the first. */
  lastChange?: PauseChange;
  circuit?: Circuit;
  /** The last minute in which calls were counted; absent before the first. */
  pace?: Pace;
}

/** A request that the index of what is due shows; the index may lag behind the item. */
export interface DueEntry {
  key: RequestKey;
  dueAt: number;
  pushes: number;
}

export interface DuePage {
  items: DueEntry[];
  next?: string;
}

/**
 * The ledger. Every write is one conditional write to one item; `false` means that its condition did not hold, which
 * after a lost answer may also be its own success: callers read again.
 */
export interface Ledger {
  /** W1. False if the key exists. */
  claim(item: RequestItem): Promise<boolean>;
  read(key: RequestKey): Promise<RequestItem | undefined>;
  /** W2: active = key, if the connection is free or already the key's, and requestedAt is newer than its last. */
  take(connectionId: string, key: RequestKey, requestedAt: string, ownerAccount: string): Promise<boolean>;
  readConnection(connectionId: string): Promise<ConnectionItem>;
  /** W3: RECEIVED → CALLING, if still RECEIVED after `attempts` calls. */
  intend(key: RequestKey, attempts: number, attempt: Attempt, dueAt: number, entry: HistoryEntry): Promise<boolean>;
  /**
   * CALLING or HELD → RECEIVED under this attempt id: the call is known not to have moved anything. Without
   * `transitioning` the item forgets its own.
   */
  reopen(
    key: RequestKey,
    attempt: Attempt,
    transitioning: Spell | undefined,
    dueAt: number,
    entry: HistoryEntry,
  ): Promise<boolean>;
  /** CALLING → RECEIVED under this attempt id, as the item was before W3: its caller has not called, and will not. */
  unintend(
    key: RequestKey,
    attempt: Attempt,
    before: RequestItem,
    dueAt: number,
    entry: HistoryEntry,
  ): Promise<boolean>;
  /** Marks the attempt as unclear, once, while it is CALLING. */
  markUnclear(key: RequestKey, attempt: Attempt, dueAt: number, entry: HistoryEntry): Promise<boolean>;
  /**
   * W4: the outcome, if RECEIVED after `attempts` calls, or CALLING or HELD under the attempt's id; HELD itself only from
   * CALLING.
   */
  settle(key: RequestKey, from: SettleFrom, outcome: Settlement, dueAt: number, entry: HistoryEntry): Promise<boolean>;
  /** W5: frees the connection if the key holds it; `last` advances what it remembers. */
  release(connectionId: string, key: RequestKey, last?: LastOutcome): Promise<boolean>;
  /** W6: told, if the pending event is this one; a final outcome is then due no more. */
  told(key: RequestKey, eventId: string, final: boolean): Promise<boolean>;
  /** Stores or clears a refusal that waits for a second look, if RECEIVED after `attempts` calls. */
  noteRefusal(key: RequestKey, attempts: number, refused: PendingRefusal | undefined): Promise<boolean>;
  /** Sets the due time of an item that waits, if it is still in the state after `attempts` calls. */
  park(key: RequestKey, state: State, attempts: number, dueAt: number): Promise<boolean>;
  /** Puts a due item off before it is worked on, if its due time is still the one read. */
  push(key: RequestKey, dueAt: number, nextDueAt: number, pushes: number): Promise<boolean>;
  /** Keys due at `now` or before, oldest first; may lag behind the items. */
  due(now: number, next?: string): Promise<DuePage>;
  /** How many are due at `now` or before: exactly, or at least so many if the index has more than it tells at once. */
  countDue(now: number): Promise<number>;
  readControl(): Promise<ControlItem>;
  /** Pauses or resumes all calls. False if it is so already. */
  setPaused(change: PauseChange): Promise<boolean>;
  /** Replaces the circuit (undefined: closed) if it is still the one read. */
  setCircuit(read: Circuit | undefined, circuit: Circuit | undefined): Promise<boolean>;
  /** Counts one call, the first of the minute, if none has been counted in it or in a later one. */
  startMinute(minute: number): Promise<boolean>;
  /** Counts one more call of the minute that was started, if fewer than `limit` have been. */
  countCall(minute: number, limit: number): Promise<boolean>;
}

export type SettleFrom = { state: 'RECEIVED'; attempts: number } | { attempt: Attempt };

export interface Settlement {
  state: Exclude<State, 'RECEIVED' | 'CALLING'>;
  settled: Settled;
  event: OutcomeEvent;
}

/** Where outcomes are told. Throws unless the bus has accepted the event. */
export interface Bus {
  publish(event: OutcomeEvent): Promise<void>;
}

/** Where messages go that nobody can work on, for people to look at. Throws unless the copy is stored. */
export interface Quarantine {
  store(message: { id: string; body: string; senderId: string }, reason: string): Promise<void>;
}

/** One line a transition, for people. Never a body, a response or key material. */
export type Log = (line: LogLine, fields: LogFields) => void;
export interface LogFields {
  tenant?: string | undefined;
  requestId?: string | undefined;
  connectionId?: string | undefined;
  correlationId?: string | undefined;
  /** W3C trace context, as the request carried it. */
  traceparent?: string | undefined;
  messageId?: string | undefined;
  attempt?: number | undefined;
  awsRequestId?: string | undefined;
  cause?: string | undefined;
  /** The person who did it. */
  by?: string | undefined;
  eventId?: string | undefined;
  error?: string | undefined;
  /** Seconds: from requestedAt to the outcome, from the outcome to an attempt to tell it, of a call beyond SETTLE, or of a wait. */
  age?: number | undefined;
}

/** What it takes to record and publish an outcome. */
export interface OutcomePorts {
  ledger: Ledger;
  bus: Bus;
  /** Milliseconds since the epoch. */
  clock: () => number;
  log: Log;
  settings: Pick<Settings, 'pollInterval'>;
  serviceVersion: string;
}

/** What a person's decision takes besides. */
export interface ResolvePorts extends OutcomePorts {
  directConnect: Pick<DirectConnect, 'listHosted'>;
  settings: SettingsOf<'resolve'>;
}

/** What it takes to move a request on. */
export interface AdvancePorts extends OutcomePorts {
  directConnect: DirectConnect;
  /** Uniform in [0, 1). */
  random: () => number;
  newId: () => string;
  tenants: readonly Tenant[];
  settings: SettingsOf<'migrate'>;
}

/** What it takes to answer a message. */
export interface DeliverPorts extends AdvancePorts {
  quarantine: Quarantine;
}

/** What it takes to take up what is due. */
export interface ReconcilePorts extends AdvancePorts {
  settings: SettingsOf<'reconcile'>;
}

/** All that the core needs from outside. */
export type Ports = DeliverPorts & ReconcilePorts;

/** Thrown by the describing operations: throttled, out of reach, refused for now. Looking again later is safe. */
export class LookUnavailable extends Error {
  override name = 'LookUnavailable';
  readonly denied: boolean;

  constructor(message: string, options: { cause?: unknown; denied: boolean }) {
    super(message, { cause: options.cause });
    this.denied = options.denied;
  }
}

/** Thrown where a look has more to ask than the invocation has time for: it will be no better next time. */
export class LookUnfinished extends LookUnavailable {
  override name = 'LookUnfinished';

  constructor() {
    super('not all parents could be asked in time', { denied: false });
  }
}
