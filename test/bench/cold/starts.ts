import { createAdminClient } from '#direct-connect-simulator';
import type { Subject } from '../handler/subject.ts';

/** What one start of a process took, in milliseconds. */
export interface Start {
  /** To import the handler's module, which constructs its clients: of the processor, and by the clock. */
  loadCpu: number;
  loadWall: number;
  /** All processor time until the first message has been answered and nothing is left to do. */
  firstCpu: number;
  /** By the clock, until the call that moves its line has arrived at Direct Connect. */
  firstCallWall: number;
}

/** Starts a process, has it move one line, and ends it. */
export async function measureStart(subject: Subject): Promise<Start> {
  const process = subject.start();
  try {
    const loaded = await process.load();
    const moved = await subject.move(process, 1);
    const arrivedAtMs = await lastMoveAtMs(subject);
    return {
      loadCpu: loaded.cpuMs,
      loadWall: loaded.wallMs,
      firstCpu: loaded.cpuMs + moved.cpuMs,
      // Between the two, the process waited for its parent.
      firstCallWall: loaded.wallMs + arrivedAtMs - moved.startedAtMs,
    };
  } finally {
    await process.close();
  }
}

/** By the simulator's journal. */
async function lastMoveAtMs({ place }: Subject): Promise<number> {
  const { calls } = await createAdminClient(place.directConnect.url).journal();
  const last = calls.findLast(({ operation }) => operation === 'AssociateHostedConnection');
  if (last === undefined) throw new Error(`${place.tableName}: the journal has no call that moves a line`);
  return last.time;
}
