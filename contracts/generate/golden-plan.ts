import type { Inventory, Line, Port } from '../../src/drain/plan/inventory.ts';
import { makePlan } from '../../src/drain/plan/make-plan.ts';
import { csvProblemText, parseGroups } from '../../src/drain/plan/parse-groups.ts';
import type { Plan } from '../../src/drain/plan/plan.ts';

/** A groups file, as a spreadsheet writes it. */
export const GOLDEN_GROUPS = [
  'connectionId,group,customer,contact,exempt',
  'dxcon-fg100001,alder-core,"Alder Bank, Frankfurt",noc@alder.example,',
  'dxcon-fg300001,alder-core,"Alder Bank, Frankfurt",noc@alder.example,',
  'dxcon-fg100004,,Birch Retail,network@birch.example,',
  'dxcon-fg100005,,Birch Retail,network@birch.example,yes',
  '',
].join('\r\n');

/** What the planner makes of a small site: two lines move, three stay, each for a reason of its own. */
export function goldenPlan(): Plan {
  const groups = parseGroups(Buffer.from(GOLDEN_GROUPS));
  if (!groups.ok) throw new Error(groups.problems.map(csvProblemText).join('\n'));
  const from = Date.parse('2026-12-24T21:00:00.000Z');
  const result = makePlan(SITE, {
    drainId: 'fra-old-1',
    ticket: 'CHG-4711',
    source: 'dxcon-fra00001',
    targets: ['dxlag-fra00001', 'dxcon-fra00021'],
    window: { fromMs: from, toMs: from + 4 * 3_600_000 },
    groups: groups.rows,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

const port = (id: string, name: string, device: string): Port => ({
  ...{ id, name, kind: 'interconnect', state: 'available', location: 'EqFR5', allowsHostedConnections: true },
  ...{ device, logicalDevice: `${device}-logical`, linkMbps: 10_000 },
  ...{ jumboFrameCapable: true, macSecCapable: false, hasLogicalRedundancy: 'yes' },
});

const NEW = 'EqFR5-7g8h9i0j1k2l3';

const LAG: Port = {
  ...port('dxlag-fra00001', 'FRA LAG', NEW),
  kind: 'lag',
  minimumLinks: 1,
  links: ['dxcon-fra00011', 'dxcon-fra00012'].map((id) => ({ id, state: 'available' })),
};

const line = (
  connectionId: string,
  name: string,
  ownerAccount: string,
  vlan: number,
  fields: Partial<Line> = {},
): Line => ({
  ...{
    connectionId,
    name,
    ownerAccount,
    vlan,
    parentConnectionId: 'dxcon-fra00001',
    state: 'available',
    location: 'EqFR5',
    mbps: 500,
  },
  ...{ jumboFrameCapable: true, hasLogicalRedundancy: 'yes', ...fields },
});

const SITE: Inventory = {
  readAtMs: Date.parse('2026-12-01T09:00:00.000Z'),
  ports: [
    port('dxcon-fra00001', 'FRA old 1', 'EqFR5-1a2b3c4d5e6f7'),
    port('dxcon-fra00002', 'FRA old 2', 'EqFR5-1a2b3c4d5e6f7'),
    port('dxcon-fra00021', 'FRA new single', NEW),
    LAG,
  ],
  lines: [
    line('dxcon-fg100001', 'alder-core-a', '111122223333', 101, { mbps: 1_000 }),
    line('dxcon-fg100004', 'birch-shop-1', '222233334444', 110),
    line('dxcon-fg100005', 'birch-shop-2', '222233334444', 111),
    line('dxcon-fg100009', 'dogwood-playout', '444455556666', 130, { mbps: 10_000 }),
    line('dxcon-fg100011', 'elm-tracking', '555566667777', 140, { mbps: 50 }),
    line('dxcon-fg300001', 'alder-core-b', '111122223333', 201, { parentConnectionId: 'dxcon-fra00002' }),
    line('dxcon-fg300003', 'cedar-backup', '333344445555', 130, { parentConnectionId: 'dxlag-fra00001' }),
    line('dxcon-fg300005', 'elm-control', '555566667777', 340, { parentConnectionId: 'dxcon-fra00002', state: 'down' }),
    line('dxcon-fg300007', 'dogwood-ingest', '444455556666', 230, { parentConnectionId: 'dxcon-fra00021' }),
  ],
  guards: {},
  openRequests: [],
};
