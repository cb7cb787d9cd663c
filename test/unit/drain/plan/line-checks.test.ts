import { describe, expect, it } from 'vitest';
import type { Inventory, Line, Port } from '../../../../src/drain/plan/inventory.ts';
import type { PlanRequest } from '../../../../src/drain/plan/plan-request.ts';
import { inventory, lag, line, planOf, port, request, whyLeft } from './given.ts';

const elsewhere = (fields: Partial<Line> = {}) =>
  line('dxcon-b', { parentConnectionId: 'dxcon-other', logicalDevice: 'other-logical', vlan: 200, ...fields });
const other = port({ id: 'dxcon-other' });

/** One line, one target, and what is different. */
interface Given {
  line?: Partial<Line>;
  target?: Partial<Port>;
  more?: Line[];
  inventory?: Partial<Inventory>;
  request?: Partial<PlanRequest>;
}

function world({ line: fields, target, more = [], ...given }: Given): [Inventory, PlanRequest] {
  const ports = [port({ id: 'dxcon-old' }), port({ id: 'dxcon-new', ...target }), other];
  return [inventory({ ports, lines: [line('dxcon-a', fields), ...more], ...given.inventory }), request(given.request)];
}

const named = (connectionId: string, group: string) => ({ connectionId, group, exempt: false });
const together = [named('dxcon-a', 'g'), named('dxcon-b', 'g')];
const open = (state: string, connectionId = 'dxcon-a') => [{ connectionId, tenant: 'orders', requestId: 'r-1', state }];
const inNew = (id: string, fields: Partial<Line>) =>
  line(id, { parentConnectionId: 'dxcon-new', ownerAccount: '999900001111', ...fields });

describe('a line stays', () => {
  it.each<[what: string, code: string, given: Given]>([
    ['that is exempt', 'EXEMPT', { request: { groups: [{ connectionId: 'dxcon-a', exempt: true }] } }],
    [
      'that the other drain has not left',
      'NOT_A_LEFTOVER',
      { request: { leftoversOf: { drainId: 'first', connectionIds: ['dxcon-z'] } } },
    ],
    ['that is deleting', 'STATE', { line: { state: 'deleting' } }],
    ['that is deleted', 'STATE', { line: { state: 'deleted' } }],
    ['that was rejected', 'STATE', { line: { state: 'rejected' } }],
    ['whose sibling elsewhere is down', 'SIBLING', { more: [elsewhere({ state: 'down' })] }],
    ["of whose sibling the state isn't known", 'SIBLING', { more: [elsewhere({ state: 'unknown' })] }],
    [
      'whose sibling has a call with an unknown outcome',
      'SIBLING',
      { more: [elsewhere()], inventory: { openRequests: open('HELD', 'dxcon-b') } },
    ],
    [
      'whose sibling of another owner, by the groups file, is down',
      'SIBLING',
      {
        more: [elsewhere({ state: 'down', ownerAccount: '999900001111' })],
        request: { groups: [named('dxcon-a', 'g'), named('dxcon-b', 'g')] },
      },
    ],
    [
      'whose sibling on the same port, by the groups file, is down',
      'SIBLING',
      {
        more: [line('dxcon-b', { state: 'down', vlan: 200 })],
        request: { groups: [named('dxcon-a', 'g'), named('dxcon-b', 'g')] },
      },
    ],
    ['with an order of its own', 'ORDER', { inventory: { openRequests: open('RECEIVED') } }],
    ['whose VLAN is not said', 'VLAN', { line: { vlan: undefined as never } }],
    ['whose VLAN is taken', 'VLAN', { more: [inNew('dxcon-c', {})] }],
    ['whose bandwidth is not said', 'CAPACITY', { line: { mbps: undefined as never } }],
    ['for which there is no room', 'CAPACITY', { more: [inNew('dxcon-c', { vlan: 300, mbps: 9_600 })] }],
    [
      'for which there is no room with one link less',
      'CAPACITY',
      {
        target: lag({ id: 'dxcon-new' }),
        line: { mbps: 5_000 },
        more: [inNew('dxcon-c', { vlan: 300, mbps: 6_000 })],
        request: { rules: { spareLinks: 1 } },
      },
    ],
    ['that is faster than one member', 'SPEED', { target: lag({ id: 'dxcon-new' }), line: { mbps: 12_000 } }],
    ['in another location', 'LOCATION', { target: { location: 'EMuc2' } }],
    [
      'whose sibling is on the logical device of the target',
      'DEVICE',
      { more: [elsewhere({ logicalDevice: 'dxcon-new-logical' })], request: { groups: together } },
    ],
    [
      'whose sibling is on the logical device of the target, as its port says',
      'DEVICE',
      {
        more: [elsewhere({ logicalDevice: undefined as never })],
        request: { groups: together },
        inventory: {
          ports: [
            port({ id: 'dxcon-old' }),
            port({ id: 'dxcon-new', logicalDevice: 'x' }),
            { ...other, logicalDevice: 'x' },
          ],
        },
      },
    ],
    ['with jumbo frames that the target has not', 'FEATURES', { target: { jumboFrameCapable: false } }],
    ['with MACsec that the target has not', 'FEATURES', { line: { macSecCapable: true } }],
    ['that has to be encrypted', 'FEATURES', { line: { encryptionMode: 'must_encrypt' } }],
    ['with logical redundancy that the target has not', 'FEATURES', { target: { hasLogicalRedundancy: 'no' } }],
    ['if no target takes lines', 'TARGET', { target: { state: 'down' } }],
  ])('%s: %s', (_what, code, given) => {
    expect(whyLeft(...world(given))).toEqual([code]);
  });
});

describe('a line moves', () => {
  it.each<[what: string, given: Given]>([
    ['with nothing in its way', {}],
    ['that is ordering', { line: { state: 'ordering' } }],
    ['that is down', { line: { state: 'down' } }],
    ['that is down, as its sibling is', { line: { state: 'down' }, more: [elsewhere({ state: 'down' })] }],
    ['whose sibling is being ordered', { more: [elsewhere({ state: 'pending' })] }],
    ["whose owner's line on the same port is down", { more: [line('dxcon-b', { state: 'down', vlan: 200 })] }],
    [
      "whose owner's line in another group is down",
      { more: [elsewhere({ state: 'down' })], request: { groups: [named('dxcon-a', 'g'), named('dxcon-b', 'h')] } },
    ],
    [
      "whose owner's line is down, where only groups count",
      { more: [elsewhere({ state: 'down' })], request: { rules: { redundancy: 'named' } } },
    ],
    [
      'whose sibling is down, by the word of a person',
      {
        more: [elsewhere({ state: 'down' })],
        request: { lastLegs: [{ connectionId: 'dxcon-a', by: 'ada', why: 'agreed' }] },
      },
    ],
    ['whose VLAN a line has that is going', { more: [inNew('dxcon-c', { state: 'deleting' })] }],
    [
      'for which there is room with a larger factor',
      { more: [inNew('dxcon-c', { vlan: 300, mbps: 9_600 })], request: { rules: { capacityFactor: 1.5 } } },
    ],
    [
      'to another location, where that is allowed',
      { target: { location: 'EMuc2' }, request: { rules: { otherLocations: true } } },
    ],
    [
      'to the logical device of its sibling, if it was on that before',
      {
        line: { logicalDevice: 'dxcon-new-logical' },
        more: [elsewhere({ logicalDevice: 'dxcon-new-logical' })],
        request: { groups: together },
      },
    ],
    [
      "to the logical device of its owner's other line, with a warning",
      { more: [elsewhere({ logicalDevice: 'dxcon-new-logical' })] },
    ],
  ])('%s', (_what, given) => {
    const plan = planOf(...world(given));
    expect(plan.lines.map(({ connectionId }) => connectionId)).toContain('dxcon-a');
  });
});

describe('a plan warns', () => {
  it.each<[code: string, given: Given]>([
    [
      'DEVICE_UNKNOWN',
      { target: { logicalDevice: undefined as never }, more: [elsewhere()], request: { groups: together } },
    ],
    ['DEVICE_SHARED', { more: [elsewhere({ logicalDevice: 'dxcon-new-logical' })] }],
    [
      'LAST_LEG',
      {
        more: [elsewhere({ state: 'down' })],
        request: { lastLegs: [{ connectionId: 'dxcon-a', by: 'ada', why: 'agreed' }] },
      },
    ],
    [
      'RIGHTS',
      { inventory: { tenants: [{ name: 'orders', ownerAccounts: ['111122223333'], parents: ['dxcon-old'] }] } },
    ],
  ])('of a line: %s', (code, given) => {
    const plan = planOf(...world(given));
    expect(
      plan.lines.find(({ connectionId }) => connectionId === 'dxcon-a')?.warnings.map((each) => each.code),
    ).toEqual([code]);
    expect(planOf(...world({})).lines[0]?.warnings).toEqual([]);
  });

  it.each<[what: string, tenant: Partial<{ closed: true; ownerAccounts: string[]; parents: string[] }>]>([
    ['has none on the source', { parents: ['dxcon-other'] }],
    ["may not move that owner's lines", { ownerAccounts: ['999900001111'] }],
    ['is closed', { closed: true }],
  ])('that no one may order the move, where the only tenant %s', (_what, fields) => {
    const tenant = { name: 'orders', ownerAccounts: ['111122223333'], parents: ['dxcon-old', 'dxcon-new'], ...fields };
    expect(planOf(...world({ inventory: { tenants: [tenant] } })).lines[0]?.warnings).toMatchObject([
      { code: 'RIGHTS', why: expect.stringContaining('no tenant may order its move') },
    ]);
  });

  it('of no lost rights of a tenant that has rights on the target', () => {
    const tenant = { name: 'orders', ownerAccounts: ['111122223333'], parents: ['dxcon-old', 'dxcon-new'] };
    expect(planOf(...world({ inventory: { tenants: [tenant] } })).lines[0]?.warnings).toEqual([]);
  });

  it.each<[code: string, given: Given]>([
    ['FEATURES_UNKNOWN', { target: { jumboFrameCapable: undefined as never } }],
    ['NOTICE', { request: { noticeSeconds: 24 * 86_400 } }],
    [
      'SOURCE_CLOSED',
      { inventory: { guards: { closedParents: { 'dxcon-old': { by: 'ada', reason: 'x', atMs: 1 } as never } } } },
    ],
    ['NOT_EMPTIED', { more: [line('dxcon-b', { vlan: 100 })] }],
    [
      'CHAIN',
      { more: [line('dxcon-b', { vlan: 200 })], request: { groups: [named('dxcon-a', 'g'), named('dxcon-b', 'g')] } },
    ],
  ])('of all of it: %s', (code, given) => {
    const codes = (plan: { warnings: { code: string }[] }) => plan.warnings.map((each) => each.code);
    expect(codes(planOf(...world(given)))).toEqual(['ADDRESS_UNKNOWN', 'RIGHTS_UNKNOWN', code]);
    expect(codes(planOf(...world({})))).toEqual(['ADDRESS_UNKNOWN', 'RIGHTS_UNKNOWN']);
    const known = [{ name: 'orders', ownerAccounts: ['111122223333'], parents: ['dxcon-old', 'dxcon-new'] }];
    expect(codes(planOf(...world({ inventory: { tenants: known } })))).toEqual(['ADDRESS_UNKNOWN']);
  });
});

it('each reason says what is in the way and what would help', () => {
  const [given, wanted] = world({ more: [inNew('dxcon-c', {}), line('dxcon-b', { vlan: 200 })] });
  expect(planOf(given, wanted).left).toMatchObject([
    {
      connectionId: 'dxcon-a',
      reasons: [
        {
          code: 'VLAN',
          targets: ['dxcon-new'],
          why: 'VLAN 100 is taken on dxcon-new by dxcon-c',
          help: 'another target, since a line keeps its VLAN; or move dxcon-c away first',
        },
      ],
    },
  ]);
});
