import { type Attributes, optional, readJson, readNumber, required } from '../../aws/attributes.ts';
import type { ItemKey } from '../../aws/item-key.ts';
import type { Approval, Drain, StoredDrain } from '../../drain/run/drain.ts';
import type { Stop } from '../../drain/run/stop.ts';

const PREFIX = 'DRAIN#';

export function drainPk(drainId: string): ItemKey {
  return `${PREFIX}${drainId}` as ItemKey;
}

export function planPk(drainId: string, rev: number): ItemKey {
  return `PLAN#${drainId}#${rev}` as ItemKey;
}

export function isDrainPk(pk: string): boolean {
  return pk.startsWith(PREFIX);
}

/** The item as it is stored. @throws LedgerError if it lacks what each drain has */
export function toStoredDrain(attributes: Attributes): StoredDrain {
  const drain = required(readJson<Omit<Drain, 'approval' | 'stops'>>(attributes, 'drain'), 'drain');
  const stops = (attributes.stops?.L ?? []).map((stop) => JSON.parse(required(stop.S, 'stops')) as Stop);
  return {
    drain: { ...drain, stops, ...optional('approval', readJson<Approval>(attributes, 'approval')) },
    version: required(readNumber(attributes, 'version'), 'version'),
    ...optional('dueAtMs', readNumber(attributes, 'dueAtMs')),
  };
}
