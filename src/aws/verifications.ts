import { formatKey, type RequestKey } from '../migration/model/request-item.ts';
import type { StoredVerification, Verifications } from '../migration/ports/verifications.ts';
import type { Verification } from '../migration/verification/verification.ts';
import {
  type Attributes,
  json,
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

/** The partition of the index that has verifications: requests and backlogs have others. */
const VERIFY = 'verify';

/** Rows read at a time. */
const PAGE = 100;

/** The ledger's reading and writing of `VERIFICATION#<tenant>#<requestId>`, and of `PARENT#<id>` when it may be listed for them. */
export function verifications(table: Table): Verifications {
  return {
    beginVerification: (key, verification, dueAtMs) =>
      table.change(verificationPk(key), {
        set: { verification: json(verification), version: number(1), due: text(VERIFY), dueAtMs: number(dueAtMs) },
        condition: 'attribute_not_exists(#version)',
      }),

    async readVerification(key) {
      const attributes = await table.get(verificationPk(key));
      return attributes && toVerification(attributes);
    },

    setVerification: (key, version, verification, dueAtMs) =>
      table.change(verificationPk(key), {
        set: {
          verification: json(verification),
          version: number(version + 1),
          ...(dueAtMs === undefined ? {} : { due: text(VERIFY), dueAtMs: number(dueAtMs) }),
        },
        remove: dueAtMs === undefined ? ['due', 'dueAtMs'] : [],
        condition: '#version = :read',
        values: { ':read': number(version) },
      }),

    async dueToVerify(now, next) {
      const page = await table.due(VERIFY, { to: now, next, limit: PAGE });
      return { ...page, items: page.items.flatMap(toEntry) };
    },

    readNextLook: async (parentId) => readNumber((await table.get(parentPk(parentId))) ?? {}, 'nextLookAtMs'),

    claimLook: (parentId, read, nextAtMs) =>
      table.change(parentPk(parentId), {
        set: { nextLookAtMs: number(nextAtMs) },
        condition: read === undefined ? 'attribute_not_exists(#nextLookAtMs)' : '#nextLookAtMs = :read',
        ...(read === undefined ? {} : { values: { ':read': number(read) } }),
      }),
  };
}

export function verificationPk(key: RequestKey): ItemKey {
  return `VERIFICATION#${formatKey(key)}`;
}

function parentPk(parentId: string): ItemKey {
  return `PARENT#${parentId}`;
}

export function toVerification(attributes: Attributes): StoredVerification {
  return {
    verification: required(readJson<Verification>(attributes, 'verification'), 'verification'),
    version: required(readNumber(attributes, 'version'), 'version'),
    ...optional('dueAtMs', readNumber(attributes, 'dueAtMs')),
  };
}

function toEntry(attributes: Attributes): { key: RequestKey; dueAtMs: number }[] {
  const key = parseVerificationPk(readText(attributes, 'pk') ?? '');
  const dueAtMs = readNumber(attributes, 'dueAtMs');
  return key === undefined || dueAtMs === undefined ? [] : [{ key, dueAtMs }];
}

/** The key of the request that a verification is of, or undefined for an item of another kind. */
export function parseVerificationPk(pk: string): RequestKey | undefined {
  const [, tenant, requestId] = /^VERIFICATION#([^#]+)#([^#]+)$/.exec(pk) ?? [];
  return tenant === undefined || requestId === undefined ? undefined : { tenant, requestId };
}
