import { createAdminClient } from '#direct-connect-simulator';
import type { HandlerProcess } from '../handler/handler-process.ts';
import type { Subject } from '../handler/subject.ts';

/** What it took to import a handler's module, which constructs its clients, in milliseconds: of the processor, and by the clock. */
export interface Load {
  loadCpu: number;
  loadWall: number;
}

/** What one start of a process took, in milliseconds. */
export interface Start extends Load {
  /** All processor time until the first message has been answered and nothing is left to do. */
  firstCpu: number;
  /** By the clock, until the call that moves its line has arrived at Direct Connect. */
  firstCallWall: number;
}

/** Starts a process, which does nothing else, and ends it. */
export async function measureLoad(start: () => HandlerProcess): Promise<Load> {
  const process = start();
  try {
    return await load(process);
  } finally {
    await process.close();
  }
}

/** Starts a process, has it move one line, and ends it. */
export async function measureStart(subject: Subject): Promise<Start> {
  const process = subject.start();
  try {
    const loaded = await load(process);
    const moved = await subject.move(process, 1);
    const arrivedAtMs = await lastMoveAtMs(subject);
    return {
      ...loaded,
      firstCpu: loaded.loadCpu + moved.cpuMs,
      // Between the two, the process waited for its parent.
      firstCallWall: loaded.loadWall + arrivedAtMs - moved.startedAtMs,
    };
  } finally {
    await process.close();
  }
}

async function load(process: HandlerProcess): Promise<Load> {
  const { cpuMs, wallMs } = await process.load();
  return { loadCpu: cpuMs, loadWall: wallMs };
}

/** By the simulator's journal. */
async function lastMoveAtMs({ place }: Subject): Promise<number> {
  const { calls } = await createAdminClient(place.directConnect.url).journal();
  const last = calls.findLast(({ operation }) => operation === 'AssociateHostedConnection');
  if (last === undefined) throw new Error(`${place.tableName}: the journal has no call that moves a line`);
  return last.time;
}
