import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseRequestPk, requestPk } from '../../../src/aws/request-attributes.ts';
import { Backlog } from '../../../src/migration/dispatch/backlog.ts';
import { MOST_ENTRIES } from '../../../src/migration/dispatch/dispatch.ts';

/** What a run of `dispatch` keeps of as many requests as it reads at most, in megabytes of the heap. */
export function measureBacklogHeap(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const before = process.memoryUsage().heapUsed;
  const backlog = new Backlog();
  for (let number = 0; number < MOST_ENTRIES; number++) {
    const key = parseRequestPk(requestPk({ tenant: 'orders', requestId: `waiting-${number}` }));
    if (!key) throw new Error('a key that is none');
    backlog.add({ key, dueAtMs: number, callByMs: number, isOpenEnded: false, postponements: 0 });
  }
  collect();
  const after = process.memoryUsage().heapUsed;
  if (backlog.size !== MOST_ENTRIES) throw new Error(`${backlog.size} entries of ${MOST_ENTRIES}`);
  return (after - before) / 2 ** 20;
}
