import {
  type DirectConnect,
  ObservationUnavailableError,
  ObservationUnfinishedError,
} from '../../../src/migration/ports/direct-connect.ts';
import { asFarAs } from '../../support/world.ts';
import { OBSERVATION_FAULTS, type ObservationFault } from '../faults.ts';
import type { Invocation } from '../invocation.ts';
import { type Lists, timeOfList } from '../lists.ts';
import type { World } from '../world.ts';
import { type Associate, associate } from './associate.ts';

/** The longest that a list usually takes, and everything else. */
export const LIST_LATENCY = 500;

/** Notified of calls, moves and lists. */
export interface DirectConnectWatch extends Associate {
  listed(parentId: string, invocation: Invocation): void;
}

/** Direct Connect as one invocation reaches it. Of every answer of Describe, each line is a picture of its own age. */
export function directConnectPort(
  invocation: Invocation,
  world: World,
  lists: Lists,
  watch: DirectConnectWatch,
): DirectConnect {
  const observe = async <T>(name: string, parentId: string, see: (at: () => number) => T): Promise<T> => {
    const fault = invocation.fate.fault(name, OBSERVATION_FAULTS);
    await invocation.reach(LIST_LATENCY, fault);
    failIfFaulty(invocation, name, fault);
    const { staleMs } = invocation.settings;
    const lags: number[] = [];
    const seen = see(() => {
      const lag = fault === 'stale' ? staleMs : invocation.fate.lag();
      lags.push(lag / 1000);
      return invocation.time.now - lag;
    });
    if (invocation.isTraced) invocation.trace(name, parentId, `as of ${lags.join(', ')} s ago`, '→', summary(seen));
    await invocation.answer(fault);
    return seen;
  };
  return {
    listHosted: async (parentId, timeout = Number.POSITIVE_INFINITY, isWanted) => {
      const atMs = invocation.clock();
      watch.listed(parentId, invocation);
      const time = timeOfList(lists, invocation.time.now);
      if (time > 0) await invocation.sleep(Math.min(time, timeout));
      if (time > timeout) throw new ObservationUnfinishedError();
      const lines = await observe('listHosted', parentId, (at) => {
        const listing = world.listing(parentId, at);
        return listing === 'absent' ? listing : asFarAs(isWanted, listing);
      });
      return { atMs, lines };
    },
    describeParent: (parentId) => observe('describeParent', parentId, (at) => world.describeParent(parentId, at())),
    associate: (connectionId, parentId, timeout) =>
      associate({ connectionId, parentId, timeout }, invocation, world, watch),
  };
}

function failIfFaulty(invocation: Invocation, name: string, fault: ObservationFault | undefined): void {
  if (fault !== 'observationUnavailable' && fault !== 'observationDenied') return;
  invocation.trace(`${name} fails: ${fault}`);
  throw new ObservationUnavailableError('nothing to be seen now', {
    cause: undefined,
    denied: fault === 'observationDenied',
  });
}

function summary(seen: unknown): unknown {
  return Array.isArray(seen) ? seen.map(({ connectionId }) => connectionId) : seen;
}
