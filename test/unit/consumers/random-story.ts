import type { MigrationEvent } from 'dx-migrator/contract';
import type { Random } from '../../support/random.ts';
import { at, type EventFields, eventOf } from './event-factory.ts';

/** A change of parent as it really was. Times in milliseconds since the story's start. */
export interface TrueMove {
  eventId: string;
  connectionId: string;
  owner: string;
  from: string;
  to: string;
  began: number;
  known: number;
}

/** The events published for one request, in order. */
export interface PublishedEvents {
  held: string[];
  final: string | undefined;
}

interface OpenRequest {
  requestId: string;
  connectionId: string;
  from: string;
  to: string;
  requestedAtMs: number;
  published: PublishedEvents;
}

const PARENTS = ['dxcon-old1', 'dxcon-old2', 'dxlag-new1', 'dxlag-new2'];
const CONNECTIONS = 12;

/** The most events that one chapter publishes. */
const MOST_AT_ONCE = 3;

/**
 * Some months of a partner, from a seed: events of several connections, and beside them what really happened, written
 * down when it happens and not read back from the events.
 */
export class RandomStory {
  readonly events: MigrationEvent[] = [];
  readonly moves: TrueMove[] = [];
  readonly requests: PublishedEvents[] = [];
  readonly counts = new Map<string, number>();
  readonly #random: Random;
  readonly #places = new Map<string, string>();
  #clock = 0;

  constructor(random: Random, count: number) {
    this.#random = random;
    const chapters = [
      () => this.#move('moved'),
      () => this.#move('moved'),
      () => this.#returnMove(),
      () => this.#move('observed'),
      () => this.#hold(),
      () => this.#hold(),
      () => this.#reject(),
      () => this.#alreadyThere(),
      () => this.#conflict(),
      () => this.#unreadable(),
      () => this.#dryRun(),
    ];
    while (this.events.length < count - MOST_AT_ONCE) random.pick(chapters)();
    while (this.events.length < count) this.#reject();
  }

  /** A request to move some connection away from where it is. */
  #request(): OpenRequest {
    const connectionId = `dxcon-line${this.#random.between(1, CONNECTIONS)}`;
    const from = this.#places.get(connectionId) ?? this.#random.pick(PARENTS);
    this.#places.set(connectionId, from);
    const to = this.#random.pick(PARENTS.filter((parent) => parent !== from));
    return { connectionId, from, to, ...this.#newRequest() };
  }

  #newRequest() {
    const published: PublishedEvents = { held: [], final: undefined };
    this.requests.push(published);
    return { requestId: `r${this.requests.length}`, requestedAtMs: this.#later(), published };
  }

  #later(): number {
    this.#clock += this.#random.between(1, 100_000);
    return this.#clock;
  }

  #publish(request: OpenRequest, fields: EventFields, began: number | null): string {
    const { requestId, connectionId, from, to, requestedAtMs } = request;
    const eventId = `event-${this.events.length}`;
    const called = began === null ? {} : { startedAt: at(began) };
    const event = eventOf({
      ...fields,
      ...{ eventId, requestId, metadata: { occurredAt: at(this.#later()) } },
      request: {
        connectionId,
        expectedParentConnectionId: from,
        parentConnectionId: to,
        requestedAt: at(requestedAtMs),
      },
      connection: { connectionId, ownerAccount: `owner of ${connectionId}` },
      data: { previousParentConnectionId: from, ...called, ...fields.data },
    });
    this.events.push(event);
    const kind = `${fields.outcome} ${event.detail.data.outcome === 'MIGRATED' ? event.detail.data.disposition : ''}`;
    this.counts.set(kind.trim(), (this.counts.get(kind.trim()) ?? 0) + 1);
    return eventId;
  }

  #move(disposition: 'moved' | 'observed', request = this.#request(), began = this.#later()): void {
    const { connectionId, from, to } = request;
    const known = this.#later();
    const times = disposition === 'moved' ? { finishedAt: at(known) } : { finishedAt: null, observedAt: at(known) };
    const data = { disposition, parentConnectionId: to, ...times };
    request.published.final = this.#publish(request, { outcome: 'MIGRATED', data }, began);
    const owner = `owner of ${connectionId}`;
    this.moves.push({ eventId: request.published.final, connectionId, owner, from, to, began, known });
    this.#places.set(connectionId, to);
  }

  /** There and back again, as fast as can be. */
  #returnMove(): void {
    const there = this.#request();
    this.#move('moved', there);
    this.#move('moved', { ...there, from: there.to, to: there.from, ...this.#newRequest() });
  }

  /** Held once or twice, and then moved after all, not moved, or left so. */
  #hold(): void {
    const request = this.#request();
    let began = this.#later();
    for (let attempts = 1; attempts === 1 || (attempts === 2 && this.#random.chance(0.3)); attempts++) {
      if (attempts > 1) began = this.#later();
      const fields = { outcome: 'HELD', code: 'OUTCOME_UNKNOWN', data: { attempts } } as const;
      request.published.held.push(this.#publish(request, fields, began));
    }
    const end = this.#random.next();
    if (end < 0.5) this.#move(this.#random.pick(['moved', 'observed']), request, began);
    else if (end < 0.8) {
      request.published.final = this.#publish(request, { outcome: 'FAILED', code: 'RESOLVED_NOT_MOVED' }, began);
    }
  }

  #reject(): void {
    const request = this.#request();
    const code = this.#random.pick(['EXPIRED', 'SUPERSEDED', 'VLAN_CONFLICT', 'NOT_PERMITTED'] as const);
    request.published.final = this.#publish(request, { outcome: 'REJECTED', code }, null);
  }

  #alreadyThere(): void {
    const request = this.#request();
    const data = {
      disposition: 'alreadyThere',
      parentConnectionId: request.from,
      ...NO_CALL,
      observedAt: at(this.#clock),
    };
    const there = { ...request, to: request.from };
    request.published.final = this.#publish(there, { outcome: 'MIGRATED', data }, null);
  }

  #dryRun(): void {
    const request = this.#request();
    request.published.final = this.#publish(request, { outcome: 'PLANNED' }, null);
  }

  /** Uses the id of a request that has, or will have, an outcome of its own. */
  #conflict(): void {
    const request = this.#request();
    const used = { ...request, requestId: `r${this.#random.between(1, this.requests.length + 1)}` };
    request.published.final = this.#publish(used, { outcome: 'REJECTED', code: 'CONFLICTING_REQUEST' }, null);
  }

  #unreadable(): void {
    const request = this.#request();
    const code = this.#random.pick(['INVALID_REQUEST', 'UNKNOWN_SENDER'] as const);
    const data = { tenant: null, request: null, previousParentConnectionId: null, connection: null };
    request.published.final = this.#publish(request, { outcome: 'REJECTED', code, data }, null);
  }
}

const NO_CALL = { startedAt: null, finishedAt: null, awsRequestId: null };
