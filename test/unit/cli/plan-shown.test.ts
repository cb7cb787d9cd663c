import { describe, expect, it } from 'vitest';
import { planCommand } from '../../../src/cli/drain/plan-command.ts';
import { showLine } from '../../../src/cli/drain/show-line.ts';
import { showPlan } from '../../../src/cli/drain/show-plan.ts';
import type { Line } from '../../../src/drain/plan/inventory.ts';
import { madeContext, proseOf, shownBy } from '../../support/cli-context.ts';
import { FROM, inventory, line, planOf, port, request } from '../drain/plan/given.ts';

const DAY = 86_400_000;
const PORTS = [port({ id: 'dxcon-old' }), port({ id: 'dxcon-new', jumboFrameCapable: undefined as never })];
const TAKEN = line('dxcon-c', { parentConnectionId: 'dxcon-new', ownerAccount: '999900001111' });

function planned(more: Line[] = [], wanted = {}) {
  const lines = [line('dxcon-a', { vlan: 200 }), ...more];
  return planOf(inventory({ ports: PORTS, lines }), request(wanted));
}

function shown(plan: ReturnType<typeof planned>, now: number, width = 80) {
  const context = madeContext({}, { width });
  showPlan(context.out, plan, now);
  return context;
}

describe('a plan is shown', () => {
  it('with one shape of what is so and what would help, no wider than the terminal', () => {
    const context = shown(
      planned([TAKEN, line('dxcon-b'), line('dxcon-d'), line('dxcon-e', { mbps: 20_000, vlan: 1 })]),
      FROM,
    );
    const text = shownBy(context);
    expect(text).toContain(
      'VLAN\n  dxcon-b, dxcon-d: VLAN 100 is taken on dxcon-new by dxcon-c\n  would help: another',
    );
    expect(text).toContain('NOT_EMPTIED\n  3 lines stay: dxcon-old is not empty afterwards\n  would help: ');
    expect(text).not.toMatch(/^[A-Z_]+ (?:would help|do):/m);
    expect([...context.lines, ...context.notes].filter((one) => one.length > 80)).toEqual([]);
    expect(context.notes.join()).toContain('Whose the lines are: a terminal of 100 columns');
    expect(shown(planned(), FROM, 200).notes).toEqual([]);
  });

  it('with plain words about notice that can be given no more, or only today', () => {
    const by = FROM - 14 * DAY;
    expect(proseOf(shown(planned(), by + 3 * DAY))).toContain('3 d ago: it is too late for that notice');
    expect(proseOf(shown(planned(), by - 24 * 60_000))).toMatch(/announce by .*, in 24 min/);
    expect(proseOf(shown(planned(), by - 2 * DAY))).not.toMatch(/announce by \S+ \S+ \S+, /);
  });

  it('with times as the reader has them', () => {
    const text = shownBy(shown(planned([], { noticeSeconds: 30 * 86_400 }), FROM));
    expect(text).toContain('NOTICE\n  customers would have had to be told by 2026-11-24 ');
    expect(text).not.toMatch(/T\d\d:\d\d/);
  });

  it('without a wave after the last', () => {
    expect(shownBy(shown(planned(), FROM))).toMatch(/^1 .*all are moved$/m);
  });
});

describe('a line of a plan', () => {
  it('that stays is shown with why', () => {
    const context = madeContext({});
    showLine(context.out, planned([TAKEN, line('dxcon-b')]), 'dxcon-b');
    expect(shownBy(context)).toContain('VLAN\n  dxcon-b line dxcon-b: VLAN 100 is taken');
  });

  it.each([
    ['dxcon-sib', /it was on dxcon-other, and not on dxcon-old at .*UTC|CE/, 'make a new plan if it is there now'],
    ['dxcon-zzzzzz', /it was not on dxcon-old at /, 'dxm show dxcon-zzzzzz says what has become of it'],
    ['dxcon-aa', /it was not on dxcon-old at /, 'did you mean dxcon-a?'],
  ])('%s that it does not have is said to', (id, message, todo) => {
    const sibling = line('dxcon-sib', { parentConnectionId: 'dxcon-other', vlan: 300 });
    const given = planOf(
      inventory({ ports: [...PORTS, port({ id: 'dxcon-other' })], lines: [line('dxcon-a'), sibling] }),
      request(),
    );
    expect(() => showLine(madeContext({}).out, given, id)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(message), todo: expect.stringContaining(todo) }),
    );
  });
});

describe('the command for a new plan', () => {
  it('has all that the plan keeps of what was asked for', () => {
    const plan = planned([line('dxcon-b', { vlan: 201 })], {
      ...{ ticket: "CHG 4711's", noticeSeconds: 3_600, pins: { 'dxcon-a': 'dxcon-new', 'dxcon-b': 'dxcon-new' } },
      ...{ groups: [{ connectionId: 'dxcon-a', group: 'g', exempt: false }] },
      ...{ rules: { spareLinks: 1, otherLocations: true, capacityFactor: 2 }, limits: { maxMoving: 3 } },
    });
    expect(planCommand(plan, 'p.json', { gone: new Set(['dxcon-b']), now: FROM, staleSeconds: 3 })).toBe(
      'dxm drain plan dxcon-old --to dxcon-new --window-from 2026-12-24T19:00:00.000Z --window-to 2026-12-25T05:00:00.000Z ' +
        '--id fra-2026-12 --notice 60min --groups groups.csv --pin dxcon-a=dxcon-new --max-moving 3 --capacity-factor 2 ' +
        "--spare-link --other-locations --stale 60 --ticket 'CHG 4711'\\''s' -o p-new.json",
    );
  });

  it('names no window that is over, and no target that is gone', () => {
    expect(planCommand(planned(), 'p.json', { gone: new Set(['dxcon-new']), now: FROM + DAY, staleSeconds: 60 })).toBe(
      'dxm drain plan dxcon-old --to TARGET -o p-new.json',
    );
  });
});
