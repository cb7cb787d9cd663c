import type { Inventory, Line, Port } from '../../drain/plan/inventory.ts';
import type { Freeze } from '../../migration/model/guards.ts';

/** A port, and what is on it. */
export interface PortRow {
  port: Port;
  /** Of a line that was deleted or rejected nothing is left, though it is listed for a while. */
  lines: readonly Line[];
  usedMbps: number;
  /** The bandwidth of some line is not known: it is more than `usedMbps`. */
  isMore: boolean;
  /** Of the port, or of a LAG's links that are up. */
  totalMbps?: number;
  linksUp?: number;
  vlans: readonly number[];
  isCordoned: boolean;
  isClosed: boolean;
  /** The names of those that keep its lines waiting now. */
  freezes: readonly string[];
  needs: readonly Need[];
}

/** What needs a person, and the one command for it. */
export interface Need {
  what: string;
  todo: string;
}

const LEFT = ['deleted', 'rejected'];

/** The lines that are on a port, or still going. */
export function linesOn(parentId: string, lines: readonly Line[]): Line[] {
  return lines
    .filter(({ parentConnectionId, state }) => parentConnectionId === parentId && !LEFT.includes(state))
    .toSorted((a, b) => (a.connectionId < b.connectionId ? -1 : 1));
}

/** By location, each LAG with its links behind it. */
export function toPortRows({ ports, lines, guards }: Inventory, now: number): PortRow[] {
  const order = ({ location = '', memberOf, id }: Port) => `${location} ${memberOf ?? id} ${memberOf ? id : ''}`;
  return ports
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
    .map((port) => {
      const on = linesOn(port.id, lines);
      const row: Omit<PortRow, 'needs'> = {
        ...{ port, lines: on, ...bandwidthOf(port, on) },
        vlans: on.flatMap(({ vlan }) => vlan ?? []).toSorted((a, b) => a - b),
        isCordoned: Object.hasOwn(guards.cordons ?? {}, port.id),
        isClosed: Object.hasOwn(guards.closedParents ?? {}, port.id),
        freezes: Object.entries(guards.freezes ?? {}).flatMap(([name, freeze]) =>
          isFrozenBy(port, freeze, now) ? [name] : [],
        ),
      };
      return { ...row, needs: needsOf(row) };
    });
}

function bandwidthOf({ kind, linkMbps, links }: Port, on: readonly Line[]) {
  const linksUp = links?.filter(({ state }) => state === 'available').length;
  const totalMbps = kind === 'lag' ? product(linkMbps, linksUp) : linkMbps;
  return {
    usedMbps: on.reduce((sum, { mbps = 0 }) => sum + mbps, 0),
    isMore: on.some(({ mbps }) => mbps === undefined),
    ...(totalMbps === undefined ? {} : { totalMbps }),
    ...(linksUp === undefined ? {} : { linksUp }),
  };
}

function product(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one * other;
}

function isFrozenBy({ id, location }: Port, freeze: Freeze, now: number): boolean {
  return (
    freeze.fromMs <= now &&
    now < freeze.untilMs &&
    (freeze.location === undefined || freeze.location === location) &&
    (freeze.parent === undefined || freeze.parent === id)
  );
}

/** Nothing of what was decided on purpose but a closed parent, which also closes by itself. */
function needsOf({ port, lines, isClosed, isCordoned, linksUp }: Omit<PortRow, 'needs'>): Need[] {
  const { id, state, minimumLinks = 0, links = [], memberOf } = port;
  const needs: Need[] = [];
  if (isClosed)
    needs.push({ what: `${id} is closed: no line moves from or to it`, todo: `dxm parent open ${id} --why "…"` });
  if (lines.length > 0 && state !== 'available') {
    needs.push({ what: `${id} is in state ${state}, and has lines on it`, todo: `dxm drain plan ${id} --to …` });
  } else if (
    !memberOf &&
    !isCordoned &&
    links.length > 0 &&
    linksUp !== undefined &&
    linksUp <= minimumLinks &&
    linksUp < links.length
  ) {
    needs.push({
      what: `${id} has ${linksUp} of its ${links.length} links, and goes down with the next one`,
      todo: `dxm cordon ${id} --why "…"`,
    });
  }
  return needs;
}
