import { connectionPk, toConnection } from '../../aws/connection-item.ts';
import { groupPk, toGroup } from '../../aws/group-item.ts';
import { type Group, goTogether } from '../../migration/groups/group.ts';
import { type Reading, readItems } from './read-items.ts';
import type { StoredRequest } from './stored-request.ts';

/**
 * The same requests; those that wait for other lines of their owner with the line that they are behind now, which their items do not
 * say. Its group is read for it: one that stands behind none any more is called for when its turn comes.
 */
export async function withBehind(reading: Reading, requests: readonly StoredRequest[]): Promise<StoredRequest[]> {
  const lineOf = ({ item }: StoredRequest) => connectionPk(item.request.connectionId);
  const waiting = requests.filter(({ item }) => item.waitsFor?.cause === 'group');
  const lines = await readItems(reading, waiting.map(lineOf));
  const ownerOf = (request: StoredRequest) => toConnection(lines.get(lineOf(request)) ?? {}).ownerAccount;
  const owners = new Set(waiting.flatMap((request) => ownerOf(request) ?? []));
  const groups = await readItems(reading, [...owners].map(groupPk));
  return requests.map((request) => {
    const owner = request.item.waitsFor?.cause === 'group' ? ownerOf(request) : undefined;
    const behind = owner && behindIn(toGroup(groups.get(groupPk(owner)) ?? {}), request);
    return behind === undefined ? request : { ...request, behind };
  });
}

/**
 * The line that keeps a request waiting. How strict the stack is (`redundancyLock`) is not known here: of lines that go by the same name
 * it is sure; of others, that they would keep it waiting by default, and it is known to wait.
 */
function behindIn({ entries, wanted }: Group, { item }: StoredRequest): string | undefined {
  const { connectionId, redundancyGroup: name, expectedParentConnectionId: side } = item.request;
  const mine = { side, ...(name === undefined ? {} : { name }) };
  const apart = entries.filter(
    (entry) => entry.connectionId !== connectionId && !entry.released && !goTogether(entry, mine, 'owner'),
  );
  const sure = apart.find((entry) => name !== undefined && entry.name === name);
  const first = wanted?.connectionId === connectionId ? undefined : wanted?.connectionId;
  return (sure ?? apart[0])?.connectionId ?? first;
}
