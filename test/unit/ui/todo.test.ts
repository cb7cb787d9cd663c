import { describe, expect, it } from 'vitest';
import { nextCommand } from '../../../src/cli/drain/run/words.ts';
import { hrefOf, type Route, routeOf } from '../../../src/ui/model/route.ts';
import { partOf, todoOf } from '../../../src/ui/model/todo.ts';
import { DRAIN_STATES, drainIn } from './given.ts';

describe('what dxm names to be done', () => {
  it.each<[todo: string, route: Route]>([
    ['dxm show orders/order-4711', { view: 'line', id: 'orders/order-4711' }],
    ['dxm show dxcon-fg100001 --logs', { view: 'line', id: 'dxcon-fg100001' }],
    ['dxm resolve orders/order-4711', { view: 'line', id: 'orders/order-4711' }],
    ['dxm drain status fra-2026-12', { view: 'run', id: 'fra-2026-12' }],
    ['dxm drain watch fra-2026-12', { view: 'run', id: 'fra-2026-12' }],
    ['dxm drain lines fra-2026-12 --state failed', { view: 'run', id: 'fra-2026-12', more: 'failed' }],
    ['dxm drain show fra-2026-12', { view: 'plan', id: 'fra-2026-12' }],
    ['dxm parents', { view: 'ports' }],
    ['dxm requests --waiting circuit', { view: 'attention', more: 'circuit' }],
  ])('%s is a view', (todo, route) => {
    expect(todoOf(todo)).toEqual({ kind: 'view', text: todo, route });
  });

  it.each([
    ['dxm drain promote fra-2026-12 --why "…"', 'drain promote fra-2026-12', 'drain'],
    ['dxm drain rollback fra-2026-12 --line dxcon-1 --why "…"', 'drain rollback fra-2026-12 --line dxcon-1', 'drain'],
    ['dxm resolve orders/r1 moved --why "…"', 'resolve orders/r1 moved', 'resolve'],
    ['dxm parent open dxlag-1 --why "…"', 'parent open dxlag-1', 'control'],
    ['dxm resume --why "…"', 'resume', 'control'],
  ])('%s is a command of the page, with its reason asked for', (todo, command, part) => {
    const meant = todoOf(todo);
    expect(meant).toEqual({ kind: 'command', text: `dxm ${command}`, words: command.split(' ') });
    expect(partOf(command.split(' '))).toBe(part);
  });

  it.each([
    'dxm drain approve fra-2026-12 --why "…"',
    'dxm drain submit plan.json --why "…"',
    'dxm dlq orders',
    'dxm parent safe-to-delete dxcon-old',
    'see docs/operations/alarms/consumer-dlq.md',
    'aws directconnect delete-interconnect --interconnect-id dxcon-old',
  ])('%s is for the terminal', (todo) => {
    expect(todoOf(todo)).toEqual({ kind: 'text', text: todo });
  });

  it.each(DRAIN_STATES)('the next command of a drain that is %s is understood', (state) => {
    const next = nextCommand(drainIn(state), 'dxcon-old');
    if (next !== undefined) expect(todoOf(next).text).toMatch(/^dxm /);
  });
});

describe('an address', () => {
  it.each<Route>([
    { view: 'attention' },
    { view: 'attention', more: 'group' },
    { view: 'line', id: 'orders/order-4711' },
    { view: 'run', id: 'fra-2026-12', more: 'unhealthy' },
    { view: 'line', id: 'a b/ü?#%' },
  ])('leads back to what it is of: %o', (route) => {
    expect(routeOf(hrefOf(route))).toEqual(route);
  });

  it.each(['', '#', '#/nothing', '#token=x', '#/run/%E0%A4%A'])(
    'that is none of ours is the first view, or as it is: %s',
    (hash) => {
      expect(['attention', 'run']).toContain(routeOf(hash).view);
    },
  );
});
