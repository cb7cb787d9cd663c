import { gunzipSync, gzipSync } from 'node:zlib';
import type { Approval, Drain, StoredDrain } from '../drain/run/drain.ts';
import type { Drains } from '../drain/run/ports.ts';
import type { Stop } from '../drain/run/stop.ts';
import {
  type Attributes,
  binary,
  json,
  list,
  number,
  optional,
  readJson,
  readNumber,
  readText,
  required,
  text,
} from './attributes.ts';
import type { ItemKey } from './item-key.ts';
import type { Table } from './table.ts';

/** The partition of the index that has drains: requests, verifications and groups have others. */
const DRAINS = 'drains';

/** Rows read at a time. */
const PAGE = 100;

/**
 * The ledger's reading and writing of `DRAIN#<drainId>` and `PLAN#<drainId>#<rev>`. Stops and approval are attributes of their own: one
 * is added without what else there is having been read, the other only the function `approve` may write.
 */
export function drainItem(table: Table): Drains {
  return {
    createDrain: (drain, dueAtMs) =>
      table.create(drainPk(drain.drainId), {
        ...toAttributes(drain),
        ...(drain.approval ? { approval: json(drain.approval) } : {}),
        version: number(1),
        ...(dueAtMs === undefined ? {} : due(dueAtMs)),
      }),

    async readDrain(drainId) {
      const attributes = await table.get(drainPk(drainId));
      return attributes && toStoredDrain(attributes);
    },

    setDrain: (version, drain, dueAtMs) =>
      table.change(drainPk(drain.drainId), {
        set: { ...toAttributes(drain), version: number(version + 1), ...(dueAtMs === undefined ? {} : due(dueAtMs)) },
        remove: dueAtMs === undefined ? ['due', 'dueAtMs'] : [],
        ...ifVersion(version),
      }),

    async addStop(drainId, stop, dueAtMs) {
      const attributes = await table.changeAndRead(drainPk(drainId), {
        set: due(dueAtMs),
        add: { version: number(1) },
        append: { list: 'stops', value: json(stop) },
        condition: 'attribute_exists(#pk)',
      });
      return attributes && toStoredDrain(attributes);
    },

    setApproval: (drainId, version, approval, dueAtMs) =>
      table.change(drainPk(drainId), {
        set: { approval: json(approval), version: number(version + 1), ...due(dueAtMs) },
        ...ifVersion(version),
      }),

    async dueDrains(now, next) {
      const { items, ...page } = await table.due(DRAINS, { to: now, next, limit: PAGE });
      return { ...page, drainIds: items.flatMap(toDrainId) };
    },

    putPlan: (drainId, rev, packed) => table.create(planPk(drainId, rev), { plan: binary(packed) }),

    readPlan: async (drainId, rev) => (await table.get(planPk(drainId, rev)))?.plan?.B,
  };
}

const PREFIX = 'DRAIN#';

export function drainPk(drainId: string): ItemKey {
  return `${PREFIX}${drainId}`;
}

export function isDrainPk(pk: string): boolean {
  return pk.startsWith(PREFIX);
}

export function planPk(drainId: string, rev: number): ItemKey {
  return `PLAN#${drainId}#${rev}`;
}

/** All of it but its approval. */
function toAttributes({ approval: _, stops, ...drain }: Drain): Attributes {
  return { drain: binary(gzipSync(JSON.stringify(drain))), stops: list(stops.map(json)) };
}

/** Of a thousand lines it has some 300 kB. What somebody else has written in its place is not unpacked without end. */
const LONGEST_DRAIN_BYTES = 8 * 1024 * 1024;

function unpack(packed: Uint8Array): Drain {
  return JSON.parse(gunzipSync(packed, { maxOutputLength: LONGEST_DRAIN_BYTES }).toString()) as Drain;
}

function due(dueAtMs: number): Attributes {
  return { due: text(DRAINS), dueAtMs: number(dueAtMs) };
}

function ifVersion(version: number) {
  return { condition: '#version = :read', values: { ':read': number(version) } };
}

/**
 * The item as it is stored. Whoever may write the drain may not approve: what it says of an approval is none.
 *
 * @throws LedgerError if it lacks what each drain has
 */
export function toStoredDrain(attributes: Attributes): StoredDrain {
  const { approval: _, ...drain } = unpack(required(attributes.drain?.B, 'drain'));
  const stops = required(attributes.stops?.L, 'stops').map((stop) => JSON.parse(required(stop.S, 'stops')) as Stop);
  return {
    drain: { ...drain, stops, ...optional('approval', readJson<Approval>(attributes, 'approval')) },
    version: required(readNumber(attributes, 'version'), 'version'),
    ...optional('dueAtMs', readNumber(attributes, 'dueAtMs')),
  };
}

function toDrainId(attributes: Attributes): string[] {
  const pk = readText(attributes, 'pk') ?? '';
  return isDrainPk(pk) ? [pk.slice(PREFIX.length)] : [];
}
