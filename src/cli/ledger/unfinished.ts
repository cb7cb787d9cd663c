import type { Attributes } from '../../aws/attributes.ts';
import { isDrainPk, toStoredDrain } from '../../aws/drain-item.ts';
import { toGroup } from '../../aws/group-item.ts';
import type { ItemKey } from '../../aws/item-key.ts';
import { parseRequestPk } from '../../aws/request-attributes.ts';
import { parseVerificationPk, toVerification } from '../../aws/verifications.ts';
import type { Drain } from '../../drain/run/drain.ts';
import type { Group } from '../../migration/groups/group.ts';
import type { RequestKey } from '../../migration/model/request-item.ts';
import type { Verification } from '../../migration/verification/verification.ts';
import { type Reading, readItems } from './read-items.ts';
import { scanDue } from './scan-due.ts';
import { type StoredRequest, toStoredRequest } from './stored-request.ts';

/** A line that is looked at since a request has moved it. */
export interface OpenVerification {
  key: RequestKey;
  verification: Verification;
}

export interface OwnersGroup {
  ownerAccount: string;
  group: Group;
}

/** All that is not at its end, as the items themselves say it. */
export interface Unfinished {
  requests: StoredRequest[];
  verifications: OpenVerification[];
  groups: OwnersGroup[];
  /** By their ids. */
  drains: Drain[];
  /** Keys of items that this tool cannot read. */
  unreadable: string[];
}

type Kind = 'REQUEST#' | 'VERIFICATION#' | 'GROUP#' | 'DRAIN#';

/** @param kinds those that are read; of the others, nothing is said */
export async function readUnfinished(
  reading: Reading,
  kinds: readonly Kind[] = ['REQUEST#', 'VERIFICATION#', 'GROUP#', 'DRAIN#'],
): Promise<Unfinished> {
  const keys = [...(await scanDue(reading)).keys()].filter((pk) => kinds.some((kind) => pk.startsWith(kind)));
  const items = await readItems(reading, keys as ItemKey[]);
  const all: Unfinished = { requests: [], verifications: [], groups: [], drains: [], unreadable: [] };
  for (const [pk, attributes] of items) {
    // What was finished since the index was read.
    if (attributes.due === undefined) continue;
    try {
      add(all, pk, attributes);
    } catch {
      all.unreadable.push(pk);
    }
  }
  all.drains.sort((a, b) => (a.drainId < b.drainId ? -1 : 1));
  return all;
}

function add(all: Unfinished, pk: string, attributes: Attributes): void {
  if (parseRequestPk(pk)) all.requests.push(toStoredRequest(attributes));
  else if (pk.startsWith('GROUP#'))
    all.groups.push({ ownerAccount: pk.slice('GROUP#'.length), group: toGroup(attributes) });
  else if (isDrainPk(pk)) all.drains.push(toStoredDrain(attributes).drain);
  else {
    const key = parseVerificationPk(pk);
    if (key === undefined) throw new Error('of no kind that is due');
    all.verifications.push({ key, verification: toVerification(attributes).verification });
  }
}
