import type { ControlCommand } from '../../src/migration/operators/control.ts';
import type { Random } from '../support/random.ts';
import { WHO } from './operators.ts';
import type { Weather } from './random-fate.ts';
import type { OperatorPlan } from './run.ts';
import { MINUTE, SECOND } from './settings.ts';
import { LOCATIONS, PARENTS } from './topology.ts';

type Order = OperatorPlan['orders'][number];

/** Besides pausing, operators cordon, freeze and close at any moment while requests are worked on, and take some of it back. */
export function withGuards(
  plan: OperatorPlan,
  random: Random,
  { guards }: Pick<Weather, 'guards'>,
  sentAtMs: readonly number[],
): OperatorPlan {
  if (!random.chance(guards)) return plan;
  const orders = Array.from({ length: random.between(1, 6) }, (_, number) => drawOrders(random, number, sentAtMs));
  return { ...plan, orders: [...plan.orders, ...orders.flat()] };
}

function drawOrders(random: Random, number: number, sentAtMs: readonly number[]): Order[] {
  // Mostly when a request is just about to be called for.
  const at = random.pick(sentAtMs) + random.between(0, random.chance(0.7) ? 6 * SECOND : 10 * MINUTE);
  const back = at + random.between(0, 10 * MINUTE);
  const parent = random.pick(PARENTS);
  const [first, last] = random.pick<[ControlCommand, ControlCommand]>([
    [
      { action: 'cordon', parent, ...WHO },
      { action: 'uncordon', parent, ...WHO },
    ],
    [
      { action: 'closeParent', parent, ...WHO },
      { action: 'openParent', parent, ...WHO },
    ],
    [freeze(random, at, number), { action: 'unfreeze', name: `freeze-${number}`, ...WHO }],
  ]);
  return [{ at, command: first }, ...(random.chance(0.7) ? [{ at: back, command: last }] : [])];
}

function freeze(random: Random, at: number, number: number): ControlCommand {
  const fromMs = at + random.pick([0, random.between(-MINUTE, MINUTE)]);
  return {
    ...{ action: 'freeze', name: `freeze-${number}`, fromMs, untilMs: at + random.between(SECOND, 20 * MINUTE) },
    ...random.pick([{}, { location: random.pick(LOCATIONS) }, { parent: random.pick(PARENTS) }]),
    ...(random.chance(0.2) ? { stopsWayBack: true } : {}),
    ...WHO,
  };
}
