import { describe, expect, it } from 'vitest';
import type { Inventory, Port } from '../../../../src/drain/plan/inventory.ts';
import { makePlan } from '../../../../src/drain/plan/make-plan.ts';
import { FROM, HOUR, inventory, lag, line, port, request } from './given.ts';

const word = { by: 'ada', reason: 'agreed', atMs: 1 } as never;
const freeze = (fields: object) => ({
  guards: { freezes: { xmas: { by: 'ada', atMs: 1, fromMs: FROM, untilMs: FROM + HOUR, ...fields } as never } },
});

function reasonsOf(target: Port, fields: Partial<Inventory> = {}): string[] {
  const ports = [port({ id: 'dxcon-old' }), ...(target.id === 'dxcon-old' ? [] : [target])];
  const result = makePlan(inventory({ ports, ...fields }), request({ targets: [target.id] }));
  const plan = result.ok ? result.plan : result.draft;
  if (!plan) throw new Error(JSON.stringify(result));
  return plan.targets[0]?.reasons.map(({ code }) => code) ?? [];
}

describe('nothing is moved to a target', () => {
  it.each<[what: string, code: string, target: Port, fields?: Partial<Inventory>]>([
    ['that is the source', 'IS_SOURCE', port({ id: 'dxcon-old' })],
    ['that is down', 'STATE', port({ id: 'dxcon-new', state: 'down' })],
    ['whose state is not said', 'STATE', port({ id: 'dxcon-new', state: 'unknown' })],
    ['that takes no hosted connections', 'HOSTS_NONE', lag({ id: 'dxlag-new', allowsHostedConnections: false })],
    ['that is a member of a LAG', 'LAG_MEMBER', port({ id: 'dxcon-new', memberOf: 'dxlag-new' })],
    ['with no link to spare', 'LINKS', lag({ id: 'dxlag-new', minimumLinks: 2 })],
    [
      'with no live link to spare',
      'LINKS',
      lag({
        id: 'dxlag-new',
        links: [
          { id: 'dxcon-1', state: 'available' },
          { id: 'dxcon-2', state: 'down' },
        ],
      }),
    ],
    ['that is cordoned', 'CORDONED', port({ id: 'dxcon-new' }), { guards: { cordons: { 'dxcon-new': word } } }],
    ['that is closed', 'CLOSED', port({ id: 'dxcon-new' }), { guards: { closedParents: { 'dxcon-new': word } } }],
    ['that is frozen in the window', 'FROZEN', port({ id: 'dxcon-new' }), freeze({ parent: 'dxcon-new' })],
    ['whose bandwidth is not said', 'CAPACITY_UNKNOWN', port({ id: 'dxcon-new', linkMbps: undefined as never })],
    ['whose links are not said', 'CAPACITY_UNKNOWN', lag({ id: 'dxlag-new', links: undefined as never })],
    [
      'with a line whose bandwidth is not said',
      'CAPACITY_UNKNOWN',
      port({ id: 'dxcon-new' }),
      {
        lines: [
          line('dxcon-a'),
          line('dxcon-b', { parentConnectionId: 'dxcon-new', mbps: undefined as never, ownerAccount: '9' }),
        ],
      },
    ],
    [
      'with a line whose VLAN is not said',
      'CAPACITY_UNKNOWN',
      port({ id: 'dxcon-new' }),
      {
        lines: [
          line('dxcon-a'),
          line('dxcon-b', { parentConnectionId: 'dxcon-new', vlan: undefined as never, ownerAccount: '9' }),
        ],
      },
    ],
  ])('%s: %s', (_what, code, target, fields) => {
    expect(reasonsOf(target, fields)).toEqual([code]);
  });

  it.each<[what: string, target: Port, fields?: Partial<Inventory>]>([
    ['an interconnect', port({ id: 'dxcon-new' })],
    ['a LAG with a link to spare', lag({ id: 'dxlag-new' })],
    [
      'one that is frozen after the window',
      port({ id: 'dxcon-new' }),
      freeze({ parent: 'dxcon-new', fromMs: FROM + 10 * HOUR, untilMs: FROM + 20 * HOUR }),
    ],
  ])('but to %s', (_what, target, fields) => {
    expect(reasonsOf(target, fields)).toEqual([]);
  });
});

describe('there is no plan', () => {
  it.each<[what: string, code: string, fields: Partial<Inventory>, wanted: Parameters<typeof request>[0]]>([
    ['of a source that is not there', 'SOURCE', {}, { source: 'dxcon-no' }],
    [
      'of a member of a LAG',
      'SOURCE',
      { ports: [port({ id: 'dxcon-old', memberOf: 'dxlag-x' }), port({ id: 'dxcon-new' })] },
      {},
    ],
    ['without a target', 'TARGETS', {}, { targets: [] }],
    ['to a target that is not there', 'TARGETS', {}, { targets: ['dxcon-new', 'dxcon-no'] }],
    ['with a pin of an unknown line', 'PINS', {}, { pins: { 'dxcon-z': 'dxcon-new' } }],
    ['with a pin to what is no target', 'PINS', {}, { pins: { 'dxcon-a': 'dxcon-old' } }],
    [
      'with a last leg that is not there',
      'LAST_LEGS',
      {},
      { lastLegs: [{ connectionId: 'dxcon-z', by: 'ada', why: 'x' }] },
    ],
    ['for a window that ends before it begins', 'WINDOW', {}, { window: { fromMs: FROM, toMs: FROM } }],
    ['for a window that is over', 'WINDOW', { readAtMs: FROM + HOUR }, { window: { fromMs: FROM, toMs: FROM + HOUR } }],
    ['for a window of no time', 'WINDOW', {}, { window: { fromMs: FROM, toMs: Number.NaN } }],
    ['for a window of months', 'WINDOW', {}, { window: { fromMs: FROM, toMs: FROM + 1_000 * HOUR } }],
    ['under an id with a dot', 'REQUEST', {}, { drainId: 'a.b' }],
    ['that moves none at a time', 'REQUEST', {}, { limits: { maxMoving: 0 } }],
    ['without looks', 'REQUEST', {}, { timing: { tickSeconds: 0 } }],
    [
      'of lines listed twice',
      'INVENTORY',
      { lines: [line('dxcon-a'), line('dxcon-a', { parentConnectionId: 'dxcon-new' })] },
      {},
    ],
    ['of ports listed twice', 'INVENTORY', { ports: [port({ id: 'dxcon-old' }), port({ id: 'dxcon-old' })] }, {}],
    ['of what has no ids', 'INVENTORY', { lines: [line('nonsense')] }, {}],
    ['of an empty source', 'NOTHING_TO_MOVE', { lines: [] }, {}],
    ['of lines of which none can move', 'NOTHING_TO_MOVE', { lines: [line('dxcon-a', { state: 'deleted' })] }, {}],
    ['that takes longer than the window', 'DOES_NOT_FIT', {}, { window: { fromMs: FROM, toMs: FROM + 60_000 } }],
    ['in a freeze of all', 'DOES_NOT_FIT', freeze({ untilMs: FROM + 10 * HOUR - 60_000 }), {}],
    [
      'in a freeze of the location',
      'DOES_NOT_FIT',
      freeze({ untilMs: FROM + 10 * HOUR - 60_000, location: 'EqFR5' }),
      {},
    ],
    [
      'in a freeze of the source',
      'DOES_NOT_FIT',
      freeze({ untilMs: FROM + 10 * HOUR - 60_000, parent: 'dxcon-old' }),
      {},
    ],
  ])('%s: %s', (_what, code, fields, wanted) => {
    const result = makePlan(inventory(fields), request(wanted));
    expect(result.ok ? [] : result.problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('in a freeze elsewhere, though', () => {
    expect(makePlan(inventory(freeze({ untilMs: FROM + 10 * HOUR, location: 'EMuc2' })), request()).ok).toBe(true);
  });
});
