import type { Running } from '../../../migration/ports/control.ts';
import type { DrainDeclined } from '../command.ts';
import { type Drain, stateOf } from '../drain.ts';
import { declined } from './answer.ts';
import { type CommandPorts, TRIES } from './change-drain.ts';

type Named = Pick<Drain, 'drainId' | 'rollbackOf'>;

/**
 * Has CONTROL name the drain as the one that runs, or as the rollback: nothing of it is called for before. What is named there and is over,
 * or never came to its start, gives way.
 *
 * @returns why it is declined, because another one runs
 */
export async function nameAsRunning(drain: Named, ports: CommandPorts): Promise<DrainDeclined | undefined> {
  const { ledger } = ports;
  const { drainId } = drain;
  const as = drain.rollbackOf === undefined ? 'drain' : 'rollback';
  for (let tries = 0; tries < TRIES; tries++) {
    const { running } = await ledger.readControl();
    const why = await whyNotBeside(drain, running ?? {}, ports);
    if (why) return why;
    if (running?.[as] === drainId) return undefined;
    if (await ledger.setRunning(running, { ...running, [as]: drainId })) return undefined;
  }
  throw new Error(`CONTROL was changed by others ${TRIES} times before it could name ${drainId}`);
}

/** One drain at a time, and beside it the rollback of that one only. */
async function whyNotBeside(
  { drainId, rollbackOf = drainId }: Named,
  running: Running,
  ports: CommandPorts,
): Promise<DrainDeclined | undefined> {
  const isRollback = rollbackOf !== drainId;
  const other = await begun(running.drain, ports);
  if (other && other.drainId !== rollbackOf) return runs(other);
  const back = await begun(running.rollback, ports);
  const isOurs = isRollback ? back?.drainId === drainId : back?.rollbackOf === drainId;
  return back && !isOurs ? runs(back) : undefined;
}

/** The drain, if it has started and is not over. */
async function begun(drainId: string | undefined, { ledger }: CommandPorts): Promise<Drain | undefined> {
  const stored = drainId === undefined ? undefined : await ledger.readDrain(drainId);
  const { phase } = stored?.drain ?? {};
  return phase === 'RUNNING' || phase === 'ENDING' ? stored?.drain : undefined;
}

function runs(drain: Drain): DrainDeclined {
  const { drainId, rollbackOf } = drain;
  const what = rollbackOf === undefined ? drainId : `${drainId}, a rollback of ${rollbackOf},`;
  return declined(
    `${what} is ${stateOf(drain)}: one runs at a time. Wait until it is over, or end it (dxm drain abort ${drainId})`,
  );
}
