import { type Attributes, readText } from '../../aws/attributes.ts';
import { isBacklog } from '../../aws/due-index.ts';
import { toGroup } from '../../aws/group-item.ts';
import type { ItemKey } from '../../aws/item-key.ts';
import { fromAttributes, parseRequestPk } from '../../aws/request-attributes.ts';
import { parseVerificationPk, toVerification } from '../../aws/verifications.ts';
import type { Group } from '../../migration/groups/group.ts';
import type { RequestItem, RequestKey } from '../../migration/model/request-item.ts';
import type { Verification } from '../../migration/verification/verification.ts';
import { type Reading, readItems } from './read-items.ts';
import { scanDue } from './scan-due.ts';

/** A request that is not finished, or not published. */
export interface OpenRequest {
  item: RequestItem;
  /** Whether `dispatch` takes it up, in its tenant's turn, and not `reconcile`. */
  isInBacklog: boolean;
}

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
  requests: OpenRequest[];
  verifications: OpenVerification[];
  groups: OwnersGroup[];
  /** Keys of items that this tool cannot read. */
  unreadable: string[];
}

type Kind = 'REQUEST#' | 'VERIFICATION#' | 'GROUP#';

/** @param kinds those that are read; of the others, nothing is said */
export async function readUnfinished(
  reading: Reading,
  kinds: readonly Kind[] = ['REQUEST#', 'VERIFICATION#', 'GROUP#'],
): Promise<Unfinished> {
  const keys = [...(await scanDue(reading)).keys()].filter((pk) => kinds.some((kind) => pk.startsWith(kind)));
  const items = await readItems(reading, keys as ItemKey[]);
  const all: Unfinished = { requests: [], verifications: [], groups: [], unreadable: [] };
  for (const [pk, attributes] of items) {
    // What was finished since the index was read.
    if (attributes.due === undefined) continue;
    try {
      add(all, pk, attributes);
    } catch {
      all.unreadable.push(pk);
    }
  }
  return all;
}

function add(all: Unfinished, pk: string, attributes: Attributes): void {
  if (parseRequestPk(pk)) all.requests.push(toOpenRequest(attributes));
  else if (pk.startsWith('GROUP#'))
    all.groups.push({ ownerAccount: pk.slice('GROUP#'.length), group: toGroup(attributes) });
  else {
    const key = parseVerificationPk(pk);
    if (key === undefined) throw new Error('of no kind that is due');
    all.verifications.push({ key, verification: toVerification(attributes).verification });
  }
}

/** An item of a request as it is stored; one that is finished is in no backlog. */
export function toOpenRequest(attributes: Attributes): OpenRequest {
  return { item: fromAttributes(attributes), isInBacklog: isBacklog(readText(attributes, 'due') ?? '') };
}
