import type { Drain } from '../../../../src/drain/run/drain.ts';
import { whyWaits } from '../../../../src/drain/run/why-waits.ts';
import { Driven, type Given, idOf } from './driven.ts';

export const [A, B, C] = [idOf(0), idOf(1), idOf(2)];

/** In the second wave, of five lines and more, checked. */
export function inWave(given: Given = {}, fields: Partial<Drain> = {}): Driven {
  const world = new Driven({ lines: 6, ...given });
  world.changeLine(A, { state: 'healthy' });
  world.change(() => ({ wave: { number: 2, checkedAtMs: world.now }, promoted: 1, ...fields }));
  return world;
}

export const sentIds = (world: Driven) => world.sent.map(({ connectionId }) => connectionId);
export const causes = (world: Driven, beside?: string) =>
  whyWaits(
    world.drain(),
    world.plan,
    {
      ...world.ledger.guards,
      paused: world.ledger.paused,
      circuits: {},
      ...(world.ledger.running ? { running: world.ledger.running } : {}),
    },
    world.now,
    beside === undefined ? undefined : world.drain(beside),
  ).map(({ cause }) => cause);
