import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../../../src/drain/plan/check-plan.ts';
import { diffPlans } from '../../../../src/drain/plan/diff-plans.ts';
import type { Inventory, Line, Port } from '../../../../src/drain/plan/inventory.ts';
import { FROM, HOUR, inventory, line, planOf, port, request } from './given.ts';

const sibling = line('dxcon-s', { parentConnectionId: 'dxcon-other', vlan: 7, logicalDevice: 'other' });

function given(
  fields: Partial<Inventory> & { a?: Partial<Line>; target?: Partial<Port>; s?: Partial<Line>; more?: Line[] } = {},
): Inventory {
  const { a, target, s, more = [], ...rest } = fields;
  return inventory({
    ports: [port({ id: 'dxcon-old' }), port({ id: 'dxcon-new', ...target }), port({ id: 'dxcon-other' })],
    lines: [line('dxcon-a', a), line('dxcon-b', { vlan: 101, mbps: 1_000 }), { ...sibling, ...s }, ...more],
    ...rest,
  });
}

const PLAN = planOf(given());
const word = { by: 'ada', reason: 'agreed', atMs: 1 } as never;
const freeze = (fields: object) => ({
  freezes: { xmas: { by: 'ada', atMs: 1, fromMs: FROM, untilMs: FROM + HOUR, ...fields } as never },
});
const onTarget = (id: string, fields: Partial<Line>) =>
  line(id, { parentConnectionId: 'dxcon-new', ownerAccount: '999900001111', ...fields });

describe('a plan does not hold any more', () => {
  it.each<[what: string, now: Inventory, broken: string[], changes: string[]]>([
    [
      'when a line is gone',
      given({ lines: [line('dxcon-b', { vlan: 101, mbps: 1_000 }), sibling] }),
      ['dxcon-a GONE: no listing shows it'],
      ['line dxcon-a: is not on dxcon-old any more'],
    ],
    [
      'when a line was moved',
      given({ a: { parentConnectionId: 'dxcon-new' } }),
      ['dxcon-a NOT_ON_SOURCE: it is on dxcon-new, not on dxcon-old'],
      [
        'line dxcon-a: is not on dxcon-old any more, but on dxcon-new',
        'port dxcon-new: VLAN 100 is taken now',
        'port dxcon-new: its lines together have 500Mbps now, and had 0Mbps',
        'port dxcon-new: it has 1 line now, and had 0',
      ],
    ],
    [
      'when a line has another VLAN',
      given({ a: { vlan: 99 } }),
      ['dxcon-a CHANGED: its VLAN is 99, and was 100'],
      ['line dxcon-a: its VLAN: 99 now, 100 before'],
    ],
    [
      'when a line is being deleted',
      given({ a: { state: 'deleting' } }),
      ['dxcon-a STATE: it is in state deleting'],
      ['line dxcon-a: its state: deleting now, available before'],
    ],
    [
      'when its VLAN was taken',
      given({ more: [onTarget('dxcon-x', { mbps: 50 })] }),
      ['dxcon-a VLAN: VLAN 100 is taken on dxcon-new by dxcon-x'],
      [
        'port dxcon-new: VLAN 100 is taken now',
        'port dxcon-new: its lines together have 50Mbps now, and had 0Mbps',
        'port dxcon-new: it has 1 line now, and had 0',
      ],
    ],
    [
      'when the room was taken',
      given({ more: [onTarget('dxcon-x', { vlan: 500, mbps: 9_000 })] }),
      ['dxcon-b CAPACITY: dxcon-new has 500Mbps of 10Gbps left, and the line has 1Gbps'],
      [
        'port dxcon-new: VLAN 500 is taken now',
        'port dxcon-new: its lines together have 9Gbps now, and had 0Mbps',
        'port dxcon-new: it has 1 line now, and had 0',
      ],
    ],
    [
      'when the target is down',
      given({ target: { state: 'down' } }),
      ['dxcon-new TARGET_STATE: it is in state down'],
      ['port dxcon-new: its state: down now, available before'],
    ],
    [
      'when the target is cordoned',
      given({ guards: { cordons: { 'dxcon-new': word } } }),
      ['dxcon-new TARGET_CORDONED: it is cordoned: it is being emptied itself'],
      ['port dxcon-new: whether it is cordoned: yes now, no before'],
    ],
    [
      'when the target is not there',
      given({ ports: [port({ id: 'dxcon-old' }), port({ id: 'dxcon-other' })] }),
      ['dxcon-new TARGET: it is not there any more'],
      ['port dxcon-new: is not there any more'],
    ],
    [
      'when the source is not there',
      given({ ports: [port({ id: 'dxcon-new' })] }),
      ['dxcon-old SOURCE: it is not there any more'],
      ['port dxcon-old: it is not there any more'],
    ],
    [
      'when the source is closed',
      given({ guards: { closedParents: { 'dxcon-old': word } } }),
      ['dxcon-old SOURCE_CLOSED: it is closed: nothing is moved from it'],
      ['port dxcon-old: whether it is closed: yes now, no before'],
    ],
    [
      'when a sibling is down',
      given({ s: { state: 'down' } }),
      ['dxcon-a', 'dxcon-b'].map(
        (id) =>
          `${id} SIBLING: dxcon-s on dxcon-other is in state down: this may be the last line of its group that is well`,
      ),
      ['sibling dxcon-s: its state: down now, available before'],
    ],
    [
      'when there is an order for a line',
      given({ openRequests: [{ connectionId: 'dxcon-a', tenant: 'orders', requestId: 'r-1', state: 'RECEIVED' }] }),
      ['dxcon-a ORDER: there is an unfinished request for it: r-1 of orders (RECEIVED)'],
      ['order r-1 of orders: is unfinished, for dxcon-a'],
    ],
    [
      'when the window was frozen',
      given({ guards: freeze({ untilMs: FROM + 10 * HOUR }) }),
      [
        'undefined DOES_NOT_FIT: it takes 24 min, and the window has 0 min, without freeze xmas from 2026-12-24T19:00:00.000Z to 2026-12-25T05:00:00.000Z',
      ],
      ['freeze xmas: meets the window: from 2026-12-24T19:00:00.000Z to 2026-12-25T05:00:00.000Z'],
    ],
    [
      'when it has expired',
      given({ readAtMs: FROM + 11 * HOUR }),
      ['undefined EXPIRED: it was valid until 2026-12-25T05:00:00.000Z'],
      [],
    ],
  ])('%s', (_what, now, broken, changes) => {
    const checked = checkPlan(PLAN, now);
    expect(checked.broken.map(({ id, code, why }) => `${id} ${code}: ${why}`)).toEqual(broken);
    expect(checked.changes.map(({ about, id, text }) => `${about} ${id}: ${text}`)).toEqual(changes);
    expect(checked.holds).toBe(false);
  });

  it('by an inventory that contradicts itself, of which nothing else is said', () => {
    const checked = checkPlan(PLAN, given({ more: [line('dxcon-a', { parentConnectionId: 'dxcon-new' })] }));
    expect(checked).toMatchObject({
      holds: false,
      broken: [{ code: 'INVENTORY', why: 'it has twice: dxcon-a' }],
      changes: [],
    });
  });

  it('but does when the change is in no line’s way, which is shown', () => {
    const now = given({ more: [onTarget('dxcon-x', { vlan: 500, mbps: 50 }), line('dxcon-y', { vlan: 300 })] });
    expect(checkPlan(PLAN, now)).toEqual({
      holds: true,
      broken: [],
      changes: [
        { about: 'line', id: 'dxcon-y', text: 'is new on dxcon-old' },
        { about: 'port', id: 'dxcon-new', text: 'VLAN 500 is taken now' },
        { about: 'port', id: 'dxcon-new', text: 'its lines together have 50Mbps now, and had 0Mbps' },
        { about: 'port', id: 'dxcon-new', text: 'it has 1 line now, and had 0' },
      ],
    });
  });

  it('knows the groups and the words of persons that the plan has', () => {
    const groups = ['dxcon-a', 'dxcon-s'].map((connectionId) => ({ connectionId, group: 'g', exempt: false }));
    const foreign = { s: { ownerAccount: '999900001111' } };
    const down = { s: { ...foreign.s, state: 'down' } };
    const plan = planOf(given(foreign), request({ groups }));
    expect(checkPlan(plan, given(down)).broken.map(({ id, code }) => `${id} ${code}`)).toEqual(['dxcon-a SIBLING']);
    const lastLegs = [{ connectionId: 'dxcon-a', by: 'ada', why: 'agreed' }];
    expect(checkPlan(planOf(given(down), request({ groups, lastLegs })), given(down)).holds).toBe(true);
  });
});

describe('the difference of two plans', () => {
  const texts = (other: ReturnType<typeof planOf>) =>
    diffPlans(PLAN, other).map(({ about, id, text }) => `${about} ${id}: ${text}`);

  it('is nothing between a plan and itself', () => {
    expect(texts(PLAN)).toEqual([]);
  });

  it('is what they do otherwise', () => {
    const ports = [...given().ports, port({ id: 'dxcon-third' })];
    const groups = [{ connectionId: 'dxcon-a', customer: 'Alder', exempt: true }];
    const wanted = request({
      targets: ['dxcon-new', 'dxcon-third'],
      limits: { maxMoving: 3 },
      groups,
      pins: { 'dxcon-b': 'dxcon-third' },
    });
    expect(texts(planOf(given({ ports }), wanted))).toEqual([
      'plan fra-2026-12: maxMoving: 3 now, 10 before',
      'plan fra-2026-12: targets: dxcon-new, dxcon-third now, dxcon-new before',
      'line dxcon-a: stays (EXEMPT); before: to dxcon-new in wave 1',
      'line dxcon-b: to dxcon-third in wave 1, pinned; before: to dxcon-new in wave 2',
      'port dxcon-third: is another target',
    ]);
  });

  it('is what they rest on otherwise', () => {
    expect(texts(planOf(given({ a: { name: 'renamed' } })))).toEqual([
      'line dxcon-a: its name: renamed now, line dxcon-a before',
    ]);
  });
});

describe('two lines of a group that were on the source together', () => {
  const groups = [
    { connectionId: 'dxcon-a', group: 'pair', exempt: false },
    { connectionId: 'dxcon-b', group: 'pair', exempt: false },
    { connectionId: 'dxcon-s', group: 'pair', exempt: false },
  ];
  const plan = planOf(given({ target: { logicalDevice: 'new' } }), request({ groups }));
  const moved = new Set(['dxcon-a', 'dxcon-b']);
  const devicesOf = (now: Inventory) => checkPlan(plan, now, moved).broken.filter(({ code }) => code === 'DEVICE');
  const target = { logicalDevice: 'new' };

  it('may end on one device again, though one is there before the other', () => {
    expect(plan.lines).toHaveLength(2);
    expect(devicesOf(given({ target, a: { parentConnectionId: 'dxcon-new', logicalDevice: 'new' } }))).toEqual([]);
  });

  it('do not end on the one that another leg has come to meanwhile', () => {
    expect(devicesOf(given({ target, s: { logicalDevice: 'new' } })).map(({ id }) => id)).toEqual([
      'dxcon-a',
      'dxcon-b',
    ]);
  });
});
