import type { Standing } from '../../migration/operators/standing.ts';
import { utc } from './requests.ts';

/** For --json: as `control` answers it, the one time that is a number there included. */
export function inUtc({ lastChange, ...rest }: Standing) {
  if (!lastChange) return { ...rest, lastChange: null };
  const { atMs, ...who } = lastChange;
  return { ...rest, lastChange: { ...who, at: utc(atMs) } };
}
