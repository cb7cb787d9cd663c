import type { EventData, Seen } from './seen.ts';
import { shown } from './shown.ts';

/** Parent id to the device that it is on, from the partner's own inventory. */
export type Devices = ReadonlyMap<string, string>;

/**
 * Whether the device changed. An event has only the record after the outcome, so what was before comes from the
 * partner's own inventory; where that has nothing, it is not known.
 */
export function deviceOf(data: EventData, { connection, previousParent, request }: Seen, devices: Devices): string {
  const reported = connection?.awsDeviceV2;
  const onTarget = devices.get(request?.parentConnectionId ?? '');
  const before = devices.get(previousParent ?? '');
  switch (data.outcome) {
    case 'MIGRATED':
      if (data.disposition === 'alreadyThere') return unchanged(reported);
      return change(before, reported ?? onTarget);
    case 'HELD':
      return `not known; before the call ${shown(reported ?? before ?? 'not known')}`;
    case 'PLANNED':
      return data.reason ? unchanged(reported) : planned(reported ?? before, onTarget);
    default:
      return unchanged(reported);
  }
}

function unchanged(device: string | undefined): string {
  return device === undefined ? 'unchanged' : `unchanged, ${shown(device)}`;
}

function change(before: string | undefined, after: string | undefined): string {
  if (before !== undefined && before === after) return unchanged(after);
  if (before !== undefined && after !== undefined) return `changed, from ${shown(before)} to ${shown(after)}`;
  return `whether it changed is not known; before ${shown(before ?? 'not known')}, now ${shown(after ?? 'not known')}`;
}

function planned(now: string | undefined, after: string | undefined): string {
  return `${shown(now ?? 'not known')} now, ${shown(after ?? 'not known')} after the move`;
}
