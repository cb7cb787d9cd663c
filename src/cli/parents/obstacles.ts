import type { Port } from '../../drain/plan/inventory.ts';
import { isDecided } from '../../migration/verification/verification.ts';
import type { Found } from '../inventory/read-inventory.ts';
import { count } from '../output/words.ts';
import { linesOn, type Need } from './port-row.ts';

/** What stands in the way of deleting a parent, in the order in which one gets rid of it. */
export function obstaclesTo(id: string, found: Found): Need[] {
  const { inventory, unfinished } = found;
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
    ...(lag ? [linkOf(id, lag, loadOf(lag, found))] : []),
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

/** Whoever deletes a link takes it from the lines of its LAG: what carries them without it has to be enough. */
function linkOf(id: string, lag: Port, load: Load): Need {
  const others = lag.links?.filter((link) => link.id !== id);
  const up = others?.filter(({ state }) => state === 'available').length;
  const what = `it is a link of ${lag.id}`;
  if (others === undefined || up === undefined) {
    return { what: `${what}, whose other links Direct Connect does not list`, todo: 'dxm parents' };
  }
  const needed = lag.minimumLinks ?? 0;
  // AWS refuses it, but for the last link of all.
  if (up < needed && (others.length > 0 || load.lines > 0)) {
    return {
      what: `${what}, which would have ${count(up, 'link')} up without it and needs ${needed}: another link has to be up first`,
      todo: 'dxm parents',
    };
  }
  const tight = tightness(lag, up, load);
  return tight === undefined
    ? {
        what: `${what}, which keeps ${roomWithout(lag, up)} without it`,
        todo: `aws directconnect disassociate-connection-from-lag --connection-id ${id} --lag-id ${lag.id}`,
      }
    : { what: `${what}: ${tight}`, todo: `dxm drain plan ${lag.id} --to …` };
}

/** What a LAG carries, and what is on its way there. */
interface Load {
  lines: number;
  mbps: number;
  /** The bandwidth of some of it is not known. */
  isMore: boolean;
}

function loadOf(lag: Port, { inventory: { lines }, unfinished }: Found): Load {
  const ids = new Set(linesOn(lag.id, lines).map(({ connectionId }) => connectionId));
  for (const { item } of unfinished.requests) {
    if (item.request.parentConnectionId === lag.id) ids.add(item.request.connectionId);
  }
  const known = new Map(lines.map(({ connectionId, mbps }) => [connectionId, mbps]));
  const each = [...ids].map((id) => known.get(id));
  return {
    lines: ids.size,
    mbps: each.reduce<number>((sum, mbps = 0) => sum + mbps, 0),
    isMore: each.includes(undefined),
  };
}

/** Why the lines of a LAG have no room on so many links; undefined if they have. */
function tightness(lag: Port, links: number, { lines, mbps, isMore }: Load): string | undefined {
  if (lines === 0) return undefined;
  const carried = `${count(lines, 'line')} of ${isMore ? 'at least ' : ''}${mbps / 1_000} Gbps`;
  if (links === 0) return `without it no link is up for its ${carried}: move them away first`;
  if (lag.linkMbps === undefined || isMore) {
    return `whether its other links have room for its ${carried} cannot be known: move them away first`;
  }
  const over = mbps - lag.linkMbps * links;
  if (over <= 0) return undefined;
  return `without it that has ${(lag.linkMbps * links) / 1_000} Gbps for ${carried}: move ${over / 1_000} Gbps away first`;
}

function roomWithout({ linkMbps }: Port, links: number): string {
  return `${count(links, 'link')}${linkMbps === undefined ? '' : ` (${(linkMbps * links) / 1_000} Gbps)`}`;
}
