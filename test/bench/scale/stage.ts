import type { DispatchReport } from '../../../src/migration/dispatch/dispatch.ts';
import { dispatch } from '../../../src/migration/dispatch/dispatch.ts';
import type { Ports } from '../../../src/migration/ports/ports.ts';
import { type ReconcileReport, reconcile } from '../../../src/migration/waiting/reconcile.ts';
import type { DirectConnectWorld } from '../../pace/direct-connect.ts';

/** What something has asked of the ledger, and taken. */
export interface Taken {
  reads: number;
  writes: number;
  /** Processor time of this process, in milliseconds. */
  cpuMs: number;
}

/** The core over a ledger, in a time of its own. */
export interface Stage {
  ports: Ports;
  world: DirectConnectWorld;
  /** Has its time go on until the work is done. */
  play<T>(work: Promise<T>): Promise<T>;
  /** Goes on to a later time at once, in milliseconds. */
  skip(milliseconds: number): void;
  /** What has been asked of the ledger so far. */
  asked(): Pick<Taken, 'reads' | 'writes'>;
  close(): Promise<void>;
}

/** What a run of `dispatch` has that can call for so long, in milliseconds, and 30 s of room for the last call. */
export function runDispatch(stage: Stage, callsForMs: number): Promise<Measured<DispatchReport>> {
  return measured(stage, () => dispatch(remainingOf(stage, callsForMs + 30_000), stage.ports));
}

export function runReconcile(stage: Stage): Promise<Measured<ReconcileReport>> {
  return measured(stage, () => reconcile(remainingOf(stage, 60_000), stage.ports));
}

interface Measured<T> {
  report: T;
  taken: Taken;
}

async function measured<T>(stage: Stage, run: () => Promise<T>): Promise<Measured<T>> {
  const before = stage.asked();
  const cpu = process.cpuUsage();
  const report = await stage.play(run());
  const { user, system } = process.cpuUsage(cpu);
  const after = stage.asked();
  const taken = { reads: after.reads - before.reads, writes: after.writes - before.writes };
  return { report, taken: { ...taken, cpuMs: (user + system) / 1000 } };
}

function remainingOf({ ports: { clock } }: Stage, milliseconds: number): () => number {
  const end = clock() + milliseconds;
  return () => end - clock();
}
