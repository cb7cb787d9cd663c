import type { Random } from '../support/random.ts';
import { WHO } from './operators.ts';
import type { OperatorPlan } from './run.ts';
import { MINUTE, SECOND } from './settings.ts';
import { ownerOf } from './topology.ts';

/** In some runs, operators release lines that hold up others of their owner, at any moment while these are worked on. */
export function withReleases(
  plan: OperatorPlan,
  random: Random,
  chance: number,
  sent: readonly { at: number; connectionId: string | undefined }[],
): OperatorPlan {
  if (!random.chance(chance)) return plan;
  const orders = Array.from({ length: random.between(1, 8) }, () => {
    const { at, connectionId = '' } = random.pick(sent);
    const ownerAccount = ownerOf(connectionId) ?? '';
    const command = { action: 'release', ownerAccount, connectionId, ...WHO } as const;
    return { at: at + random.between(0, random.chance(0.5) ? 10 * SECOND : 20 * MINUTE), command };
  });
  return { ...plan, orders: [...plan.orders, ...orders] };
}
