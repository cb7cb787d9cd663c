import * as v from 'valibot';
import type { LineEntry } from './journal.ts';
import { setLine } from './line-outage.ts';
import type { Simulation } from './simulation.ts';
import { comesLate, flaps, staysDown } from './topology/line-schema.ts';
import { connectionId } from './topology/values.ts';

const line = { connectionId };

/** What a line does from now on, without a move. */
export const lineCommand = v.variant('kind', [
  v.strictObject({ ...line, ...comesLate }),
  v.strictObject({ ...line, ...staysDown }),
  v.strictObject({ ...line, ...flaps }),
  /** Whatever was to become of it. */
  v.strictObject({ ...line, kind: v.literal('up') }),
]);

export type LineCommandInput = v.InferInput<typeof lineCommand>;
export type LineCommand = v.InferOutput<typeof lineCommand>;

/** Has a line do as it is told; the journal has it. @returns undefined if there is no such line */
export function commandLine(simulation: Simulation, command: LineCommand): LineEntry | undefined {
  const { world, clock, journal } = simulation;
  const now = clock.now();
  const connection = world.hostedConnections.get(command.connectionId);
  if (connection === undefined) return undefined;
  const states = setLine(world, connection, command.kind === 'up' ? undefined : command, now);
  const { id } = connection;
  return journal.recordLine({ time: now, connectionId: id, kind: command.kind, states, callSeq: null, faultId: null });
}
