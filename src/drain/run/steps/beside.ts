import { type Drain, isOver } from '../drain.ts';
import { stateOfTry } from '../line.ts';
import { afterTries } from './after-tries.ts';
import { readTries } from './read-tries.ts';
import type { DrivePorts, Pass } from './step.ts';
import type { DrainWait } from './wait.ts';

/** A drain and its rollback share the limits; undefined while there is no other. */
export async function readBeside(pass: Pass, ports: DrivePorts): Promise<{ beside?: Drain; wait?: DrainWait }> {
  const { drain, control } = pass;
  const { ledger } = ports;
  if (drain.rollbackOf !== undefined) {
    const of = (await ledger.readDrain(drain.rollbackOf))?.drain;
    return of ? { beside: await withHeldAsNow(of, pass, ports) } : {};
  }
  const id = control.running?.rollback;
  if (id === undefined) return {};
  const rollback = (await ledger.readDrain(id))?.drain;
  // CONTROL names it first.
  if (!rollback) return id.startsWith(`${drain.drainId}-r`) ? { wait: behind(id, 'has just been asked for') } : {};
  if (rollback.rollbackOf !== drain.drainId) return {};
  const wait = goesFirst(rollback);
  return wait ? { beside: rollback, wait } : { beside: await withHeldAsNow(rollback, pass, ports) };
}

/** A person may have what is held called again, which its own driver sees only when it comes next: it moves from then on. */
async function withHeldAsNow(drain: Drain, pass: Pass, ports: DrivePorts): Promise<Drain> {
  const held = Object.entries(drain.lines).filter(([, line]) => stateOfTry(line) === 'held');
  const evidence = await readTries(drain.drainId, Object.fromEntries(held), ports);
  return { ...drain, lines: afterTries({ ...pass, drain }, evidence, ports.settings).lines };
}

/**
 * While lines are still to go back, none goes forth: the two are two items, and only so do their limits hold together, whoever drives
 * them at the same moment.
 */
export function goesFirst(rollback: Drain): DrainWait | undefined {
  const isLeft = Object.values(rollback.lines).some(({ state }) => state === 'planned' || state === 'waits');
  if (isOver(rollback) || rollback.phase === 'ENDING' || !isLeft) return undefined;
  return behind(rollback.drainId, 'has lines left to take back');
}

function behind(id: string, what: string): DrainWait {
  const help = `dxm drain status ${id}; it goes on once all of its lines are on their way, or dxm drain complete ${id}`;
  return { cause: 'rollback', about: id, why: `its rollback ${id} ${what}`, help };
}
