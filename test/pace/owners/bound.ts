import type { Settings } from '../../../src/migration/model/settings.ts';
import { DEFAULT_SETTINGS } from '../../support/default-settings.ts';
import type { OwnersNight } from './play.ts';

const SECOND = 1000;

/** After so many poll intervals others let a waiting line go first (docs/adr/0031-redundancy-groups.md). */
const PATIENCE = 5;

/**
 * When each line is called for at the latest, in seconds since all orders were given, if nothing is refused and no process dies
 * (docs/reliability.md): after all turns that may come before its own, and after the other ports of its owner, one by one.
 */
export function boundOf(night: OwnersNight, settings: Settings = DEFAULT_SETTINGS): number {
  const { rate, lines, owners, ports } = night;
  const poll = settings.pollIntervalMs / SECOND;
  // What dispatch has prepared beside the owner's first line finds the group entered only once it has had its turn.
  const turns = lines + owners * Math.ceil(1.1 * rate);
  // Lines of a port that have no turn in that time let another port go first, and are as if on one more.
  const rounds = ports - 1 + Math.ceil(lines / rate / (PATIENCE * poll));
  // Asks again, and the rest of its port a poll interval later.
  const entering = 2 * poll;
  return turns / rate + (rounds - 1) * (entering + verifiedWithin(settings)) + entering;
}

/** From its move, until a line is known to be well: the first look that counts, and the soak, each with the wait for a run. */
export function verifiedWithin({ staleMs, clockSkewMs, soakMs, pollIntervalMs }: Settings): number {
  return (staleMs + clockSkewMs + pollIntervalMs + soakMs + pollIntervalMs) / SECOND;
}

/**
 * The same of one line whose owner's others go on moving, from when it was first to be called for: after some time they let it go
 * first, and the last of them is verified.
 */
export function boundBehindOthers(rate: number, settings: Settings = DEFAULT_SETTINGS): number {
  const poll = settings.pollIntervalMs / SECOND;
  const prepared = Math.ceil(1.1 * rate) + 1;
  return (PATIENCE + 1) * poll + prepared / rate + verifiedWithin(settings) + poll;
}
