import type { ConnectionRecord } from '../../src/contract/connection-record.ts';
import type { EventDetail, OutcomeEvent } from '../../src/contract/event.ts';
import { SERVICE } from '../../src/contract/event-names.ts';
import type { CordonedEvent } from '../../src/contract/operations/cordoned.ts';
import type { DrainEvent } from '../../src/contract/operations/drain-event.ts';
import type { MaintenanceEvent } from '../../src/contract/operations/maintenance.ts';
import { CORDONED, RELEASED, VERIFIED } from '../../src/contract/operations/names.ts';
import type { ReleasedEvent } from '../../src/contract/operations/released.ts';
import type { VerifiedEvent } from '../../src/contract/operations/verified.ts';
import type { Answer } from '../../src/migration/call/classify-answer.ts';
import { visit } from '../../src/migration/dispatch/visit.ts';
import type { Message } from '../../src/migration/model/message.ts';
import type { RequestItem } from '../../src/migration/model/request-item.ts';
import type { Settings } from '../../src/migration/model/settings.ts';
import type { BusEvent } from '../../src/migration/ports/bus.ts';
import type { DirectConnect, Parent } from '../../src/migration/ports/direct-connect.ts';
import type { LogFields } from '../../src/migration/ports/log.ts';
import type { Ports } from '../../src/migration/ports/ports.ts';
import type { Release } from '../../src/migration/ports/releases.ts';
import { type Delivery, receive } from '../../src/migration/receive.ts';
import { type ReconcileReport, reconcile } from '../../src/migration/waiting/reconcile.ts';
import { DEFAULT_SETTINGS } from './default-settings.ts';
import { MemoryLedger } from './memory-ledger.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** What the stories of the tests go by. */
const EFFECT_TIMEOUT = 8 * MINUTE;
const CLOCK_SKEW = MINUTE;

export const START = Date.parse('2026-11-23T12:00:00.000Z');
export const OWNER = '111122223333';
export const CONNECTION = 'dxcon-line1';
export const OLD = 'dxcon-old';
export const NEW = 'dxlag-new';
export const OTHER = 'dxlag-other';
const TENANT = 'orders';
const SENDER = 'AROAORDERSYSTEM:session';

/** What the next AssociateHostedConnection does: whether it moves the connection, and what the caller hears. */
export interface CallScript {
  moves: boolean;
  answer: Answer | 'crash';
}

/** A service on plain objects: the core, a ledger, Direct Connect's truth, and every published event. */
export class World {
  now = START;
  readonly ledger = new MemoryLedger();
  /** Where each connection is in truth, and what Describe shows of it unless `shown` says otherwise. */
  readonly truth = new Map<string, { parent: string; record: ConnectionRecord }>();
  readonly shown = new Map<string, string[]>();
  readonly parents = new Map<string, Parent>();
  readonly script: CallScript[] = [];
  readonly calls: { connectionId: string; parentId: string; atMs: number }[] = [];
  readonly listed: string[] = [];
  /** Outcomes, what became of the moved lines, and what operators did. */
  readonly published: OutcomeEvent[] = [];
  readonly verified: VerifiedEvent[] = [];
  readonly cordoned: CordonedEvent[] = [];
  readonly released: ReleasedEvent[] = [];
  readonly ofDrains: (DrainEvent | MaintenanceEvent)[] = [];
  readonly quarantined: { id: string; tenant?: string; reason: string }[] = [];
  readonly logged: { transition: string; fields: LogFields }[] = [];
  busRejections = 0;
  /** How often `dispatch` was invoked. */
  awakenings = 0;
  observationFails: Error | undefined;
  /** What drains say of every request in their name. */
  release: Release = { kind: 'notReleased' };
  readonly ports: Ports;
  #ids = 0;

  constructor(settings: Partial<Settings> = {}) {
    for (const parent of [OLD, NEW, OTHER])
      this.parents.set(parent, { state: 'available', allowsHostedConnections: true });
    this.place(CONNECTION, OLD);
    const directConnect = this.#directConnect();
    this.ports = {
      directConnect,
      recent: directConnect,
      ledger: this.ledger,
      bus: { publish: async (event) => this.#publish(event) },
      quarantine: { store: async ({ id }, why) => void this.quarantined.push({ id, ...why }) },
      clock: () => this.now,
      random: () => 0.5,
      newId: () => `attempt-${++this.#ids}`,
      turns: { take: async () => true },
      releases: { releaseOf: async () => this.release },
      wakeDispatch: async () => {
        this.awakenings++;
      },
      sleep: async (milliseconds) => {
        this.now += milliseconds;
      },
      log: (transition, fields) => void this.logged.push({ transition, fields }),
      tenants: [
        { name: 'orders', senders: ['AROAORDERSYSTEM'], ownerAccounts: [OWNER], parents: [OLD, NEW, OTHER] },
        { name: 'rival', senders: ['AROARIVALSYSTEM'], ownerAccounts: ['999988887777'], parents: [OLD, NEW, OTHER] },
      ],
      settings: { ...DEFAULT_SETTINGS, effectTimeoutMs: EFFECT_TIMEOUT, clockSkewMs: CLOCK_SKEW, ...settings },
      serviceVersion: '0.0.0-test',
    };
  }

  place(connectionId: string, parent: string, record: Partial<ConnectionRecord> = {}): void {
    const base = { connectionId, ownerAccount: OWNER, vlan: 101, connectionState: 'available', bandwidth: '1Gbps' };
    this.truth.set(connectionId, { parent, record: { ...base, ...record } });
  }

  message(body: object | string, message: Partial<Message> = {}): Message {
    return {
      id: `message-${++this.#ids}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      tenant: TENANT,
      senderId: SENDER,
      sentAtMs: this.now,
      receives: 1,
      ...message,
    };
  }

  async deliver(body: object | string, message: Partial<Message> = {}, remaining = 60 * SECOND): Promise<Delivery> {
    return receive(this.message(body, message), () => remaining, this.ports);
  }

  async reconcile(remaining = 60 * SECOND): Promise<ReconcileReport> {
    return reconcile(() => remaining, this.ports);
  }

  /** What `dispatch` does for those who wait for their turn to call, one after the other, each with a turn at once. */
  async dispatch(remaining = 60 * SECOND): Promise<void> {
    for (const { name } of this.ports.tenants) {
      const { items } = await this.ledger.dueToCall(name, 0, this.now);
      for (const entry of items) await visit(entry, () => remaining, this.ports);
    }
  }

  /** As if what waits did not wait to call: `reconcile` takes it up. */
  leaveToReconcile(): void {
    for (const item of this.ledger.requests.values()) item.wokenBy = 'reconcile';
  }

  /** Both functions that take up what is due. */
  async wake(): Promise<void> {
    await this.dispatch();
    await this.reconcile();
  }

  /** Minute by minute with `dispatch` and `reconcile`, for so long. */
  async pass(milliseconds: number): Promise<void> {
    for (const end = this.now + milliseconds; this.now < end; ) {
      this.now = Math.min(end, this.now + MINUTE);
      await this.wake();
    }
  }

  request(requestId = 'r1'): RequestItem {
    const item = this.ledger.requests.get(`orders#${requestId}`);
    if (!item) throw new Error(`no request ${requestId}`);
    return item;
  }

  /** The details of the events published for a request, oldest first. */
  eventsOf(requestId = 'r1'): EventDetail[] {
    return this.details().filter(({ data }) => data.request?.requestId === requestId);
  }

  details(): EventDetail[] {
    return this.published.map(({ detail }) => JSON.parse(detail) as EventDetail);
  }

  #publish(event: BusEvent): void {
    if (this.busRejections > 0) {
      this.busRejections--;
      throw new Error('the bus rejects the event');
    }
    if (event.source === SERVICE) this.published.push(event);
    else if (event.detailType === CORDONED) this.cordoned.push(event);
    else if (event.detailType === VERIFIED) this.verified.push(event);
    else if (event.detailType === RELEASED) this.released.push(event);
    else this.ofDrains.push(event);
  }

  #directConnect(): DirectConnect {
    return {
      listHosted: async (parentId, _timeout, isWanted) => {
        this.listed.push(parentId);
        if (this.observationFails) throw this.observationFails;
        const atMs = this.now;
        if (!this.parents.has(parentId)) return { atMs, lines: 'absent' };
        const records = [...this.truth]
          .filter(([id, { parent }]) => (this.shown.get(id) ?? [parent]).includes(parentId))
          .map(([, { record }]) => ({ ...record }));
        return { atMs, lines: asFarAs(isWanted, records) };
      },
      describeParent: async (parentId) => this.parents.get(parentId) ?? 'absent',
      associate: async (connectionId, parentId) => this.#associate(connectionId, parentId),
    };
  }

  #associate(connectionId: string, parentId: string): Answer {
    this.calls.push({ connectionId, parentId, atMs: this.now });
    const place = this.truth.get(connectionId);
    if (!place) throw new Error(`no connection ${connectionId}`);
    const moved: Answer = { kind: 'moved', connection: { ...place.record, lagId: parentId }, awsRequestId: 'aws-1' };
    const { moves, answer } = this.script.shift() ?? { moves: true, answer: moved };
    if (moves) place.parent = parentId;
    if (answer === 'crash') throw new Crash('the process dies');
    return answer;
  }
}

/** What is listed where pages hold one connection each: no further than the one that is wanted. */
export function asFarAs<T>(isWanted: ((record: T) => boolean) | undefined, records: T[]): T[] {
  const index = isWanted ? records.findIndex(isWanted) : -1;
  return index < 0 ? records : records.slice(0, index + 1);
}

export class Crash extends Error {}

/** A request of the tenant "orders" to move CONNECTION from OLD to NEW, given at START. */
export function request(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    schemaVersion: '1',
    requestId: 'r1',
    connectionId: CONNECTION,
    expectedParentConnectionId: OLD,
    parentConnectionId: NEW,
    requestedAt: new Date(START).toISOString(),
    ...fields,
  };
}

export const UNCLEAR: Answer = { kind: 'unclear', error: 'ECONNRESET', answered: false };
