import { orderKeyOf } from '../../../src/contract/order-key.ts';
import { parseRequest } from '../../../src/contract/request.ts';
import { formatTime } from '../../../src/contract/time.ts';
import type { RequestItem } from '../../../src/migration/model/request-item.ts';
import type { DirectConnectWorld } from '../../pace/direct-connect.ts';

export const TENANTS = ['orders', 'wholesale', 'partners'];

/** All of one owner's lines are on one parent, so that they may move together. */
const LINES_OF_AN_OWNER = 10;
const OWNERS = 100;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The accounts of a tenant's customers. */
export function ownersOf(tenant: string): string[] {
  const first = 111_000_000_000 + 1_000_000 * TENANTS.indexOf(tenant);
  return Array.from({ length: OWNERS }, (_, owner) => String(first + owner));
}

/** Requests for a line each, of the tenants by turns, given at one time. */
export class Requests {
  readonly #world: DirectConnectWorld;
  readonly #givenAtMs: number;
  readonly #template: RequestItem;
  #lines = 0;

  /** @param givenAtMs milliseconds since the epoch */
  constructor(world: DirectConnectWorld, givenAtMs: number) {
    this.#world = world;
    this.#givenAtMs = givenAtMs;
    this.#template = templateOf(givenAtMs);
  }

  /** One for a line that is there. */
  forLine(): RequestItem {
    const line = this.#lines++;
    const tenant = TENANTS[Math.floor(line / LINES_OF_AN_OWNER) % TENANTS.length] ?? '';
    const owner = ownersOf(tenant)[Math.floor(line / LINES_OF_AN_OWNER / TENANTS.length)];
    if (owner === undefined) throw new Error('more lines than the owners have');
    const connectionId = `dxcon-line${line}`;
    const { from, to } = this.#world.add(connectionId, owner);
    const parents = { expectedParentConnectionId: from, parentConnectionId: to };
    return this.#item(tenant, { requestId: `line-${line}`, connectionId, ...parents });
  }

  /** One for a line that no one will look for. @param callByMs the end of its time; a day after it was given if left out */
  forNone(number: number, fields: Partial<RequestItem['request']> = {}, callByMs?: number): RequestItem {
    const ids = { requestId: `waiting-${number}`, connectionId: `dxcon-waiting${number}` };
    const item = this.#item(TENANTS[number % TENANTS.length] ?? '', { ...ids, ...fields });
    return callByMs === undefined ? item : { ...item, callByMs };
  }

  #item(tenant: string, fields: Partial<RequestItem['request']>): RequestItem {
    const request = { ...this.#template.request, ...fields };
    return { ...this.#template, tenant, request, messageId: `message-${request.requestId}`, dueAtMs: this.#givenAtMs };
  }
}

function templateOf(givenAtMs: number): RequestItem {
  const body = {
    ...{ schemaVersion: '1', requestId: 'template', connectionId: 'dxcon-template' },
    ...{ expectedParentConnectionId: 'dxcon-old', parentConnectionId: 'dxlag-new', requestedAt: formatTime(givenAtMs) },
  };
  const parsed = parseRequest(JSON.stringify(body), givenAtMs);
  if (!parsed.ok) throw new Error(parsed.problem);
  return {
    ...{ tenant: '', request: parsed.request, fingerprint: 'f'.repeat(64), messageId: '', state: 'RECEIVED' },
    ...{ attempts: 0, fence: 0, postponements: 0, callByMs: givenAtMs + DAY },
    orderKey: orderKeyOf(parsed.request.requestedAt, givenAtMs),
    history: [{ atMs: givenAtMs, what: 'received', attempts: 0 }],
  };
}
