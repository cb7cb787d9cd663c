import { putGuards } from '../../../migration/operators/change-guards.ts';
import type { DrainDeclined } from '../command.ts';
import { declined } from './answer.ts';
import type { CommandPorts } from './change-drain.ts';

/** Who has cordoned a source: what a drain has not set, it does not lift. */
export function cordonedBy(drainId: string): string {
  return `drain ${drainId}`;
}

/** Nothing more is moved onto the source. @returns whether it was this that has cordoned it, or why it could not */
export async function cordonSource(
  source: string,
  { drainId, why }: { drainId: string; why: string },
  ports: CommandPorts,
): Promise<boolean | DrainDeclined> {
  const done = await putGuards({ action: 'cordon', parent: source, by: cordonedBy(drainId), why }, ports);
  return typeof done === 'boolean' ? done : declined(`${source} could not be cordoned: ${done.declined}`);
}

/** Takes back a cordon of this drain, since what it was set for has not come about. */
export async function uncordonSource(
  source: string,
  { drainId, why }: { drainId: string; why: string },
  ports: CommandPorts,
): Promise<void> {
  const { cordons = {} } = await ports.ledger.readControl();
  if (cordons[source]?.by !== cordonedBy(drainId)) return;
  await putGuards({ action: 'uncordon', parent: source, by: cordonedBy(drainId), why }, ports);
}
