import { createHash } from 'node:crypto';
import type { Since } from './history.ts';
import type { LineBehaviour } from './topology/line-schema.ts';
import type { HostedConnection, Outage, World } from './world.ts';

/** What the topology has planned for a line that has just come to a parent; undefined if it stays as it is. */
export function plannedAfterMove(world: World, connection: HostedConnection, to: string): LineBehaviour | undefined {
  const { afterMove: general } = world.topology.settings;
  const plans = connection.definition.afterMove ?? general;
  let rest = drawFor(world, `${connection.id}/${connection.placements.length}`);
  for (const { parent, share, ...behaviour } of plans) {
    if (parent !== undefined && parent !== to) continue;
    rest -= share;
    if (rest < 0) return behaviour;
  }
  return undefined;
}

/**
 * Has the line behave like this from now on, whatever was to become of it; without a behaviour it is up.
 *
 * @returns what it will be, and from when on
 */
export function setLine(
  world: World,
  connection: HostedConnection,
  behaviour: LineBehaviour | undefined,
  now: number,
): readonly Since<Outage>[] {
  const spread = drawFor(world, `${connection.id}/${connection.outages.length}/spread`);
  const outages = [{ at: now, value: 'up' as const }, ...(behaviour ? outagesOf(behaviour, now, spread) : [])];
  world.setOutages(connection.id, outages);
  // What holds for no time at all is nothing that anyone can see.
  return outages.filter(({ at }, index) => at !== outages[index + 1]?.at);
}

function outagesOf(behaviour: LineBehaviour, now: number, spread: number): readonly Since<Outage>[] {
  const start = now + behaviour.startsAfterMs;
  const down = (at: number): Since<Outage> => ({ at, value: behaviour.state });
  const up = (at: number): Since<Outage> => ({ at, value: 'up' });
  switch (behaviour.kind) {
    case 'staysDown':
      return [down(start)];
    case 'comesLate':
      return [down(start), up(start + behaviour.afterMs + Math.round(spread * behaviour.spreadMs))];
    case 'flaps': {
      const { downMs, upMs, rounds } = behaviour;
      return Array.from({ length: rounds }, (_, round) => start + round * (downMs + upMs)).flatMap((at) => [
        down(at),
        up(at + downMs),
      ]);
    }
  }
}

/** From 0 up to, not including, 1: the same for the same seed and the same thing on every run, whatever else happens. */
function drawFor(world: World, thing: string): number {
  const digest = createHash('sha256').update(`${world.topology.settings.seed}/${thing}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
