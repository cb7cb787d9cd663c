import { memoryStage } from './memory-stage.ts';
import { putInBacklog } from './phases.ts';
import { Requests } from './requests.ts';
import { runDispatch, type Taken } from './stage.ts';

const HOUR = 3_600_000;
/** Requests that may be called for. */
const FREE = 120;
/** A run's calls, until the next one begins: in milliseconds. */
const RUN_MS = 60_000;
/** Runs after which those that were not called for count as starved. */
const MOST_RUNS = 15;

/** What became of the requests beside those that wait for a closed parent. */
export interface Beside extends Taken {
  /** Until the last was called for, in virtual time; undefined if it was not. */
  seconds: number | undefined;
}

/** A closed parent keeps so many of all tenants' requests waiting, whose times end sooner than those of the requests that may be called for. */
export async function measureBlocked(blocked: number): Promise<Beside> {
  const stage = memoryStage();
  const { ledger, world, ports } = stage;
  const start = ports.clock();
  const requests = new Requests(world, start);
  const closed = { expectedParentConnectionId: 'dxcon-closed' };
  const decision = { atMs: start, by: 'bench', why: 'to measure it' };
  await ledger.setGuards('closedParents', undefined, { [closed.expectedParentConnectionId]: decision });
  for (let number = 0; number < blocked; number++) {
    await putInBacklog(ledger, requests.forNone(number, closed, start + HOUR), start);
  }
  for (let number = 0; number < FREE; number++) await putInBacklog(ledger, requests.forLine(), start);
  const total = { reads: 0, writes: 0, cpuMs: 0 };
  for (let run = 0; run < MOST_RUNS && world.calls < FREE; run++) {
    const begun = ports.clock();
    const { taken } = await runDispatch(stage, RUN_MS);
    for (const kind of ['reads', 'writes', 'cpuMs'] as const) total[kind] += taken[kind] / FREE;
    // The next is invoked a minute after this one.
    stage.skip(Math.max(0, begun + RUN_MS - ports.clock()));
  }
  const seconds = world.calls < FREE ? undefined : ((world.calledAt.at(-1)?.atMs ?? start) - start) / 1000;
  return { ...total, seconds };
}
