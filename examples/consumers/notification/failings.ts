import type { Failing } from 'dx-migrator/operations';
import type { VerdictEvent } from './parse.ts';
import { shown } from './shown.ts';

export type VerdictData = VerdictEvent['detail']['data'];

/** That the line is not where it was to be, or not in a state as before, or was not seen at all. */
const NOT_BACK = new Set<Failing>(['NOT_ON_TARGET', 'ON_SOURCE', 'STATE', 'NOT_LOOKED_AT']);

/** Whether it was seen on its new port and in a state as before, whatever else was wrong. */
export function isBack({ after, failings }: VerdictData): boolean {
  return after !== null && !failings.some((failing) => NOT_BACK.has(failing));
}

export function failingsInWords({ before, after, failings }: VerdictData): string {
  const [was, is] = [before.connection, after?.connection ?? {}];
  const words: Record<Failing, string> = {
    NOT_ON_TARGET: 'not on its new port',
    ON_SOURCE: 'still on its old port',
    VLAN: change('another VLAN', was.vlan, is.vlan),
    OWNER: 'another owner account',
    BANDWIDTH: change('another bandwidth', was.bandwidth, is.bandwidth),
    STATE: change('its state', was.connectionState, is.connectionState),
    JUMBO_FRAMES: 'no jumbo frames any more',
    MACSEC: 'no MACsec any more',
    REDUNDANCY: 'no logical redundancy any more',
    NOT_LOOKED_AT: 'could not be looked at',
  };
  return failings.map((failing) => words[failing]).join('; ');
}

/** With both values where the event has them: what was wrong at one look need not show in the record of another. */
function change(what: string, was: string | number | undefined, is: string | number | undefined): string {
  if (was === undefined || is === undefined || was === is) return what;
  return `${what}: ${shown(String(is))}, before ${shown(String(was))}`;
}
