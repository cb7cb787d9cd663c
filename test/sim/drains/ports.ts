import type { Drain, StoredDrain } from '../../../src/drain/run/drain.ts';
import type { Drains } from '../../../src/drain/run/ports.ts';
import type { Invocation } from '../invocation.ts';
import { readFrom, writeTo } from '../ports/reach-ledger.ts';
import type { DueDrains } from './due-drains.ts';

/** Notified of what is written about drains, at the moment in which it is done. */
export interface DrainWatch {
  drainWritten(write: DrainWrite): void;
  planPut(drainId: string, rev: number, packed: Uint8Array): void;
}

export interface DrainWrite {
  how: 'create' | 'set' | 'stop' | 'approve' | 'restore';
  before: Drain | undefined;
  after: Drain;
  by: Invocation;
}

/** Drains as one invocation reaches them. */
export function drainsPort(
  invocation: Invocation,
  drains: Drains,
  stored: (drainId: string) => StoredDrain | undefined,
  index: DueDrains,
  watch: DrainWatch,
): Drains {
  /** A write to one drain; what it was and has become is shown to who watches. */
  const write = async (
    how: DrainWrite['how'],
    name: string,
    drainId: string,
    given: unknown[],
    run: () => Promise<boolean>,
  ) =>
    writeTo(invocation, name, given, async () => {
      const before = stored(drainId)?.drain;
      const done = await run();
      index.refresh();
      const after = stored(drainId)?.drain;
      if (done && after) watch.drainWritten({ how, before, after, by: invocation });
      return done;
    });
  return {
    createDrain: (drain, dueAtMs) =>
      write('create', 'createDrain', drain.drainId, [drain.drainId, drain.phase], () =>
        drains.createDrain(drain, dueAtMs),
      ),
    readDrain: (drainId) => readFrom(invocation, 'readDrain', [drainId], () => drains.readDrain(drainId)),
    setDrain: (version, drain, dueAtMs) =>
      write('set', 'setDrain', drain.drainId, [drain.drainId, version, shortOf(drain), dueAtMs], () =>
        drains.setDrain(version, drain, dueAtMs),
      ),
    addStop: async (drainId, stop, dueAtMs) => {
      let after: StoredDrain | undefined;
      await write('stop', 'addStop', drainId, [drainId, stop], async () => {
        after = await drains.addStop(drainId, stop, dueAtMs);
        return after !== undefined;
      });
      return after;
    },
    setApproval: (drainId, version, approval, dueAtMs) =>
      write('approve', 'setApproval', drainId, [drainId, version, approval], () =>
        drains.setApproval(drainId, version, approval, dueAtMs),
      ),
    dueDrains: (now) =>
      readFrom(invocation, 'dueDrains', [now], async () => index.due(now, () => invocation.fate.lag())),
    putPlan: (drainId, rev, packed) =>
      writeTo(invocation, 'putPlan', [drainId, rev], async () => {
        const done = await drains.putPlan(drainId, rev, packed);
        if (done) watch.planPut(drainId, rev, packed);
        return done;
      }),
    readPlan: (drainId, rev) => readFrom(invocation, 'readPlan', [drainId, rev], () => drains.readPlan(drainId, rev)),
  };
}

/** For traces. */
function shortOf({ phase, wave, stops, lines, unpublished, announcement, ending }: Drain): string {
  const states = Object.entries(lines).map(([id, { state, try: last, cause }]) =>
    [id.replace('dxcon-', ''), state, last?.number, cause].filter((part) => part !== undefined).join('/'),
  );
  const about = [`wave ${wave.number}`, wave.checkedAtMs && 'checked', wave.doneAtMs && 'done', ending?.as];
  const told = `${unpublished.length} unpublished, ${announcement?.published ?? 0} announced`;
  return [phase, ...about.filter(Boolean), told, `stops [${stops.map(({ id }) => id).join(' ')}]`, ...states].join(' ');
}
