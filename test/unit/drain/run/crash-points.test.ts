import { expect, it } from 'vitest';
import { advanceDrain } from '../../../../src/drain/run/advance-drain.ts';
import { isOver } from '../../../../src/drain/run/drain.ts';
import { driveDue } from '../../../../src/drain/run/tick-drain.ts';
import { DRAIN_ID, FROM, HOUR, idOf, SECOND, SOURCE } from './driven.ts';
import { Died, type Fault, Night } from './night.ts';

const LONG = () => 600 * SECOND;

const inOrder = (a: string, b: string) => (a < b ? -1 : 1);

const READS = /[.]read/;

interface Story {
  faultAt: (port: string) => Fault | undefined;
  /** It is aborted while the first wave's lines soak. */
  isAborted: boolean;
}

/** A whole drain of four lines: announcement, canary, gate, wave, one that fails, one that is not well for a while, and the cordon. */
async function night({ faultAt, isAborted }: Story): Promise<Night> {
  const world = new Night({ lines: 4, limits: { maxMoving: 2 } });
  world.ledger.guards = { cordons: { [SOURCE]: { atMs: 1, by: `drain ${DRAIN_ID}`, why: 'w' } } };
  const told = { atMs: FROM - 400 * HOUR, by: 'ada', why: 'notice' };
  const announcement = { rev: 1, fromMs: FROM, toMs: FROM + 24 * HOUR, serviceVersion: '0.0.0', published: 0, ...told };
  world.change(() => ({ announcement, told: [] }));
  world.fateOf = (id) => (id === idOf(1) ? 'VLAN_CONFLICT' : id === idOf(2) ? 'UNHEALTHY' : 'moved');
  world.faultAt = faultAt;
  for (let step = 0; step < 120 && !(isOver(world.drain()) && world.due() === undefined); step++) {
    try {
      if (step % 4 === 0) await driveDue(LONG, world.ports());
      else await advanceDrain(DRAIN_ID, LONG, world.ports());
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      world.counts.died++;
    }
    await world.work();
    const { wave, promoted, phase } = world.drain();
    if (wave.doneAtMs !== undefined && promoted < wave.number) world.change(() => ({ promoted: wave.number }));
    if (step === 20) world.heal();
    const isDone = Object.values(world.states()).filter((state) => state === 'healthy').length >= 2;
    if (isAborted && phase === 'RUNNING' && isDone)
      world.change(() => ({
        phase: 'ENDING',
        ending: { as: 'ABORTED', cause: 'person', atMs: world.now, by: 'ada', why: 'late' },
      }));
    world.later(60);
  }
  return world;
}

const summary = (world: Night) => ({
  moves: world.auditor.calls.map(({ connectionId, from, to }) => `${connectionId} ${from} ${to}`).toSorted(inOrder),
  states: world.states(),
  phase: world.drain().phase,
  violations: world.audit(),
  types: [...new Set(world.types())].toSorted(inOrder),
  due: world.due(),
  cordons: world.ledger.guards.cordons,
});

it.each([
  [false, 'COMPLETED'],
  [true, 'ABORTED'],
])('a driver may die at any call, before or after it, and lose any answer: aborted %s', async (isAborted, phase) => {
  const ports: string[] = [];
  const note = (port: string) => void ports.push(port) as undefined;
  const undisturbed = summary(await night({ faultAt: note, isAborted }));
  expect(undisturbed).toMatchObject({ phase, violations: [], due: undefined });
  expect(undisturbed.moves).toHaveLength(3);
  expect(undisturbed.types).toContain('Hosted Connection Maintenance Done');
  expect(undisturbed.types).toContain('Drain Resumed');
  expect(undisturbed.cordons === undefined).toBe(isAborted);
  let died = 0;
  for (const fault of ['before', 'after', 'lostAnswer'] as const) {
    for (let at = 1; at <= ports.length; at++) {
      // What only reads is the same after it as before.
      if (fault !== 'before' && READS.test(ports[at - 1] ?? '')) continue;
      let call = 0;
      const world = await night({ faultAt: () => (++call === at ? fault : undefined), isAborted });
      died += world.counts.died;
      expect(summary(world), `${fault} call ${at}`).toEqual(undisturbed);
    }
  }
  expect(died).toBeGreaterThan(ports.length / 2);
});
