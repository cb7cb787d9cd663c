import { parseTopology, type Topology } from '#direct-connect-simulator';

/** The two parents that lines are moved between, both ways. */
export const PARENTS = ['dxcon-bench1', 'dxlag-bench1'] as const;

/** Of each parent, so many lines are moved. */
const MOVERS = 20;

/** A line that is moved, to the other parent each time. */
export interface Mover {
  connectionId: string;
  ownerAccount: string;
  parent: string;
}

/** Each has an owner of its own, as the lines of a partner's customers have: no line waits for another one of its owner. */
const owner = (index: number) => String(111_100_000_000 + index);
export const OWNERS = Array.from({ length: 2 * MOVERS }, (_, index) => owner(index));

/**
 * The topology with so many lines on each parent. Those that are moved are spread over it, and have VLANs that are free on the other
 * one, which the rest need not have: 4,094 there are.
 *
 * @param lines from 20 to 4,054
 */
export function topologyWith(lines: number): { topology: Topology; movers: Mover[] } {
  const hosted = PARENTS.flatMap((parent, side) => linesOn(parent, side, lines));
  const topology = {
    account: '999988887777',
    interconnects: [{ id: PARENTS[0], location: 'EqDC2' }],
    lags: [{ id: PARENTS[1], location: 'EqDC2' }],
    hostedConnections: hosted.map(({ isMover: _, ...line }) => line),
    // A line is moved again as soon as its turn comes.
    settings: { transitionMs: 0 },
  };
  const movers = hosted
    .filter(({ isMover }) => isMover)
    .map(({ id, ownerAccount, parent }) => ({ connectionId: id, ownerAccount, parent }))
    .sort((one, other) => indexOf(one) - indexOf(other));
  return { topology: parseTopology(JSON.stringify(topology), 'the topology of the bench'), movers };
}

function linesOn(parent: string, side: number, lines: number) {
  const places = new Set(Array.from({ length: MOVERS }, (_, mover) => Math.floor((mover * lines) / MOVERS)));
  let movers = 0;
  return Array.from({ length: lines }, (_, place) => {
    const isMover = places.has(place);
    const index = isMover ? 2 * movers++ + side : place;
    const vlan = isMover ? 1 + index : 1 + 2 * MOVERS + place - movers;
    return { id: `dxcon-bench${side}n${place}`, parent, ownerAccount: owner(index % (2 * MOVERS)), vlan, isMover };
  });
}

/** One of each parent by turns: so both keep their number of lines. */
function indexOf({ connectionId }: Mover): number {
  const [, side = '', place = ''] = /bench(\d)n(\d+)$/.exec(connectionId) ?? [];
  return 2 * Number(place) + Number(side);
}
