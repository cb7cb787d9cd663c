import { parseTopology, type Topology } from '#direct-connect-simulator';
import type { GroupRow } from '../../src/drain/plan/parse-groups.ts';

/** A site with an old port, full of lines that are to be moved. */
export interface DrainSite {
  topology: Topology;
  /** What a partner's groups file would say. */
  groups: GroupRow[];
  source: string;
  targets: string[];
  /** Lines of the source that cannot move, and by which of the planner's reasons. */
  stuck: Readonly<Record<string, string>>;
}

const [SOURCE, LAG, SINGLE, OTHER] = ['dxcon-old1', 'dxlag-new1', 'dxcon-new3', 'dxcon-other1'];
const PLACE = { location: 'EqFR5', bandwidth: '100Gbps' };
const FIRST_VLAN = 100;

interface Line {
  id: string;
  name?: string;
  parent: string;
  ownerAccount: string;
  vlan: number;
  bandwidth: string;
  state?: string;
}

/**
 * Lines of some forty owners on one interconnect. Every fourth owner has two of them in one named group, which have to move one after
 * the other; every fifth has a sibling on another port, in one group with a line here. The last two cannot move: the VLAN of one is taken
 * on every target, and the sibling of the other is down.
 *
 * @param count lines on the source, the two that cannot move among them: from 10 to 1,002
 */
export function drainSite(count: number): DrainSite {
  const owners = Math.max(2, Math.min(40, Math.floor((count - 2) / 4)));
  const lines: Line[] = [];
  const groups: GroupRow[] = [];
  for (let index = 0; index < count - 2; index++) {
    const owner = index % owners;
    const line = lineOn(SOURCE, `line${padded(index)}`, accountOf(owner), FIRST_VLAN + index);
    lines.push(line);
    const turn = Math.floor(index / owners);
    groups.push(row(line.id, owner, groupOf(owner, turn)));
    if (turn === 0 && owner % 5 === 1) {
      const sibling = lineOn(OTHER, `sibling${padded(index)}`, line.ownerAccount, FIRST_VLAN + index);
      lines.push(sibling);
      groups.push(row(sibling.id, owner, groupOf(owner, turn)));
    }
  }
  const stuck = stuckLines(count, owners);
  const topology = {
    account: '999988887777',
    region: 'eu-central-1',
    readOnlyKeys: [PLANNER_KEY],
    interconnects: [
      { id: SOURCE, name: 'FRA old 1', device: 'EqFR5-old', ...PLACE },
      { id: OTHER, name: 'FRA other', device: 'EqFR5-other', ...PLACE },
      { id: 'dxcon-new1', device: 'EqFR5-new', ...PLACE },
      { id: 'dxcon-new2', device: 'EqFR5-new', ...PLACE },
      { id: SINGLE, name: 'FRA new 3', device: 'EqFR5-new', ...PLACE },
    ],
    lags: [
      {
        ...{ id: LAG, name: 'FRA new LAG', location: PLACE.location, device: 'EqFR5-new', minimumLinks: 1 },
        ...{ connectionsBandwidth: PLACE.bandwidth, members: ['dxcon-new1', 'dxcon-new2'] },
      },
    ],
    hostedConnections: [...lines, ...stuck.lines],
    settings: { transitionMs: 500, journalMiB: 256 },
    tenants: [],
  };
  return {
    topology: parseTopology(JSON.stringify(topology), 'the site of the demo'),
    groups: [...groups, ...stuck.groups],
    source: SOURCE,
    targets: [LAG, SINGLE],
    stuck: stuck.reasons,
  };
}

/** Who plans may read, and change nothing. */
export const PLANNER_KEY = 'AIDALOCALPLANNER';

function stuckLines(count: number, owners: number) {
  const [taken, leg] = [count - 2, count - 1];
  const line = lineOn(SOURCE, `line${padded(taken)}`, accountOf(owners), FIRST_VLAN + taken);
  const single = lineOn(SOURCE, `line${padded(leg)}`, accountOf(owners + 1), FIRST_VLAN + leg);
  const down = { ...lineOn(OTHER, 'siblingdown', single.ownerAccount, FIRST_VLAN + leg), state: 'down' };
  const inTheWay = [LAG, SINGLE].map((parent, index) =>
    lineOn(parent, `taken${index}`, accountOf(owners + 2 + index), line.vlan),
  );
  const group = groupOf(owners + 1, 0) ?? 'last-leg';
  return {
    lines: [line, single, down, ...inTheWay],
    groups: [row(line.id, owners, undefined), row(single.id, owners + 1, group), row(down.id, owners + 1, group)],
    reasons: { [line.id]: 'VLAN', [single.id]: 'SIBLING' },
  };
}

function lineOn(parent: string, name: string, ownerAccount: string, vlan: number): Line {
  return { id: `dxcon-${name}`, name, parent, ownerAccount, vlan, bandwidth: '50Mbps' };
}

function row(connectionId: string, owner: number, group: string | undefined): GroupRow {
  const customer = `Customer ${owner + 1}`;
  const contact = `noc@customer${owner + 1}.example`;
  return { connectionId, ...(group === undefined ? {} : { group }), customer, contact, exempt: false };
}

/** By an owner and the how-manieth line of it. */
function groupOf(owner: number, turn: number): string | undefined {
  if (owner % 4 === 0 && turn < 2) return `customer${owner + 1}-pair`;
  return owner % 5 === 1 ? `customer${owner + 1}-${turn}` : undefined;
}

const padded = (index: number): string => String(index).padStart(4, '0');
const accountOf = (owner: number): string => String(100_000_000_000 + owner);
