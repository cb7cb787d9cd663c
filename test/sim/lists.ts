import type { Settings } from '../../src/migration/model/settings.ts';
import type { Tenant } from '../../src/migration/model/tenants.ts';
import type { Random } from '../support/random.ts';

/** How much there is to list at Direct Connect: mostly next to nothing, in some runs more than an invocation has time for. */
export interface Lists {
  /** How many parents each tenant has besides, with none of its lines. */
  others: number;
  /** Whether those stand before the others in the tenants file, so that they are asked first. */
  isFirst: boolean;
  /** Milliseconds that the list of each parent takes beyond the usual. */
  time: number;
  /** From when on lists take no longer than usual; infinite if they stay so. */
  shortFrom: number;
}

export const SHORT: Lists = { others: 0, isFirst: false, time: 0, shortFrom: 0 };

/** How long the list of a parent takes beyond the usual. */
export function timeOfList({ time, shortFrom }: Lists, now: number): number {
  return now < shortFrom ? time : 0;
}

/** A few parents whose lists are long stand for hundreds: it is the time that all of them take which counts. */
export function drawLists(random: Random, { functionTimeoutMs }: Settings, quietAtMs: number): Lists {
  if (random.chance(0.95)) return SHORT;
  const shortFrom = random.chance(0.5) ? quietAtMs : Number.POSITIVE_INFINITY;
  const isFirst = random.chance(0.5);
  // Those of the request itself are long, so that two observations leave no time for a call, or none for a second observation.
  if (random.chance(0.5)) return { others: 0, isFirst, time: random.between(0, functionTimeoutMs), shortFrom };
  const others = random.pick([5, 20, 60]);
  return { others, isFirst, time: Math.floor(random.between(0, 2 * functionTimeoutMs) / others), shortFrom };
}

/** The tenants with the parents that they have besides. */
export function withOthers(tenants: readonly Tenant[], { others, isFirst }: Lists): readonly Tenant[] {
  if (others === 0) return tenants;
  const more = Array.from({ length: others }, (_, number) => `dxlag-other${number}`);
  return tenants.map((tenant) => ({
    ...tenant,
    parents: isFirst ? [...more, ...tenant.parents] : [...tenant.parents, ...more],
  }));
}
