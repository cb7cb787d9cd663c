import type { Port } from '../../drain/plan/inventory.ts';
import { isDecided } from '../../migration/verification/verification.ts';
import type { Found } from '../inventory/read-inventory.ts';
import { count } from '../output/words.ts';
import { linesOn, type Need } from './port-row.ts';

/** What stands in the way of deleting a parent, in the order in which one gets rid of it. */
export function obstaclesTo(id: string, { inventory, unfinished }: Found): Need[] {
  const { lines, ports, guards } = inventory;
  const lag = lagOf(id, ports);
  const on = linesOn(id, lines);
  const requests = unfinished.requests.filter(
    ({ item: { request } }) => request.expectedParentConnectionId === id || request.parentConnectionId === id,
  );
  const moved = unfinished.verifications.filter(
    ({ verification }) => !isDecided(verification) && (verification.source === id || verification.target === id),
  );
  return [
    // Nothing is put on a link itself.
    ...(lag ? [linkOf(id, lag, linesOn(lag.id, lines).length)] : []),
    ...(lag || Object.hasOwn(guards.cordons ?? {}, id)
      ? []
      : [{ what: 'it is not cordoned: an order may put a line there', todo: `dxm cordon ${id} --why "…"` }]),
    ...(on.length === 0
      ? []
      : [{ what: `${count(on.length, 'line is', 'lines are')} on it`, todo: `dxm drain plan ${id} --to …` }]),
    ...requests.map(
      ({
        item: {
          tenant,
          state,
          request: { requestId, connectionId, parentConnectionId: to },
        },
      }) => ({
        what: `${connectionId} may still be moved ${to === id ? 'here' : 'from here'}: a request is ${state}`,
        todo: `dxm show ${tenant}/${requestId}`,
      }),
    ),
    ...moved.map(({ key: { tenant, requestId }, verification: { connectionId, source, verdict } }) => ({
      what: `${connectionId} was moved ${source === id ? 'from here' : 'here'} and is ${verdict ?? 'not found well yet'}${source === id ? ': this is its way back' : ''}`,
      todo: `dxm show ${tenant}/${requestId}`,
    })),
  ];
}

function lagOf(id: string, ports: readonly Port[]): Port | undefined {
  const memberOf = ports.find((port) => port.id === id)?.memberOf;
  return memberOf === undefined ? undefined : ports.find((port) => port.id === memberOf);
}

/** Whoever deletes a link takes it from the lines of its LAG. */
function linkOf(id: string, lag: Port, carried: number): Need {
  const others = lag.links?.filter((link) => link.id !== id && link.state === 'available').length ?? 0;
  const least = Math.max(lag.minimumLinks ?? 0, 1);
  const what = `it is a link of ${lag.id}, which has ${count(carried, 'line')} on it and needs ${least} of ${count(others, 'other link')}`;
  return carried === 0 || others >= least
    ? { what, todo: `aws directconnect disassociate-connection-from-lag --connection-id ${id} --lag-id ${lag.id}` }
    : { what, todo: `dxm drain plan ${lag.id} --to …` };
}
