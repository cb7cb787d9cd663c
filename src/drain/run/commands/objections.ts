import type { DrainDeclined } from '../command.ts';
import type { Drain } from '../drain.ts';
import type { Stop } from '../stop.ts';
import { MOST_UNPUBLISHED } from '../told.ts';
import { declined, type Objection } from './answer.ts';

/** What was shown to the person is not what would be done. */
export function otherDigest({ rev, digest }: Pick<Drain, 'rev' | 'digest'>): DrainDeclined {
  return declined(`that is not its plan any more: it is revision ${rev} now, ${digest}. Look at that one first`);
}

export function stopObjection({ drainId, stops }: Drain): DrainDeclined | undefined {
  if (stops.length === 0) return undefined;
  return declined(`it is stopped: find out why, then dxm drain resume ${drainId}`, stops.map(inWords));
}

/** A stop as something that stands in the way. */
export function inWords({ id, kind, about, by, why }: Stop): Objection {
  return { about: about ?? id, why: `stop ${id} (${kind}) by ${by}: ${why}` };
}

/** The item must not grow while the bus is away; and while it does, nothing is released anyway. */
export function busObjection({ unpublished }: Drain): DrainDeclined | undefined {
  if (unpublished.length <= MOST_UNPUBLISHED) return undefined;
  return declined(`${unpublished.length} events are still to be told to others: try again when the bus has taken them`);
}
