import { requestPk } from '../../aws/request-attributes.ts';
import { toVerification, verificationPk } from '../../aws/verifications.ts';
import type { Entry, Wanted } from '../../migration/groups/group.ts';
import { parseKey, type RequestItem } from '../../migration/model/request-item.ts';
import type { Verification } from '../../migration/verification/verification.ts';
import type { Context } from '../context/context.ts';
import { readItems } from '../ledger/read-items.ts';
import { type StoredRequest, toStoredRequest } from '../ledger/stored-request.ts';
import type { OwnersGroup, Unfinished } from '../ledger/unfinished.ts';
import type { Need } from '../words/needs.ts';
import { needOfStory } from '../words/next-steps.ts';

/** A line that may be down, and what has become of its request so far. */
export interface KnownEntry {
  entry: Entry;
  /** Absent where there is no such request. */
  request?: StoredRequest;
  verification?: Verification;
  need?: Need;
}

/** A group with what is known of its lines, and of the requests that wait for them. */
export interface KnownGroup {
  ownerAccount: string;
  entries: KnownEntry[];
  wanted?: Wanted;
  waiting: StoredRequest[];
}

/** Requests and verdicts are read after the group. */
export async function knownGroup(
  context: Context,
  { ownerAccount, group }: OwnersGroup,
  { requests }: Unfinished,
  now: number,
): Promise<KnownGroup> {
  const keys = group.entries.map(({ request }) => parseKey(request));
  const items = await readItems(context, [...keys.map(requestPk), ...keys.map(verificationPk)]);
  const entries = group.entries.map((entry): KnownEntry => {
    const [item, stored] = [requestPk, verificationPk].map((pk) => items.get(pk(parseKey(entry.request))));
    if (!item) return { entry };
    const known = {
      request: toStoredRequest(item),
      ...(stored ? { verification: toVerification(stored).verification } : {}),
    };
    const need = entry.released ? undefined : needOfStory(known, now);
    return { entry, ...known, ...(need ? { need } : {}) };
  });
  const lines = new Set(
    [...group.entries, ...(group.wanted ? [group.wanted] : [])].map(({ connectionId }) => connectionId),
  );
  return {
    ownerAccount,
    entries,
    ...(group.wanted ? { wanted: group.wanted } : {}),
    waiting: requests.filter(({ item }) => isBehind(item, lines)),
  };
}

/** As its item says it: of which line of its owner it waits for. */
function isBehind({ waitsFor }: RequestItem, lines: ReadonlySet<string>): boolean {
  return waitsFor?.cause === 'group' && waitsFor.obstacle !== undefined && lines.has(waitsFor.obstacle);
}
