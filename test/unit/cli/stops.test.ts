import { describe, expect, it } from 'vitest';
import { run as requests } from '../../../src/cli/look/requests.ts';
import { run as show } from '../../../src/cli/look/show.ts';
import { run as status } from '../../../src/cli/look/status.ts';
import type { RequestItem } from '../../../src/migration/model/request-item.ts';
import type { ControlItem } from '../../../src/migration/ports/control.ts';
import { madeContext, proseOf, shownBy, worldOf } from '../../support/cli-context.ts';
import {
  connectionItem,
  controlItem,
  madeRequest,
  madeVerification,
  requestItem,
  verificationItem,
} from '../../support/cli-items.ts';
import { CONNECTION, MINUTE, NEW, OLD, START } from '../../support/world.ts';

const SINCE = START - 5 * MINUTE;
const BY = { by: 'jo', why: 'router down', atMs: SINCE };
const OPEN = { openedAtMs: SINCE, openUntilMs: START + MINUTE, streak: 1 };
const ALWAYS = { ...BY, fromMs: SINCE, untilMs: START + MINUTE };
const EARLY = [{ atMs: START - 9 * MINUTE, what: 'received' as const, attempts: 0 }];

type Items = Parameters<typeof worldOf>;

/** Its time in the backlog came before something was put in its way, and no one takes it up while that is there. */
function waiting(control: Partial<ControlItem>, item: Partial<RequestItem> = {}, ...others: Items): Items {
  const made = madeRequest({}, { dueAtMs: START - 8 * MINUTE, history: EARLY, ...item });
  return [requestItem(made, 'backlog#orders'), controlItem(control), ...others];
}

const seen = async (items: Items) => {
  const contexts = ['orders/r1', CONNECTION].map(() => madeContext(worldOf(...items), { isJson: true }));
  const [request, line] = contexts;
  const list = madeContext(worldOf(...items), { isJson: true });
  const whole = madeContext(worldOf(...items), { isJson: true });
  if (!request || !line) throw new Error('no contexts');
  await show(request, 'orders/r1', { minutes: 1 });
  await show(line, CONNECTION, { minutes: 1 });
  await requests(list, {});
  await status(whole);
  const read = (context: typeof list) => JSON.parse(shownBy(context));
  const waits = [read(request).waitsFor, read(line).requests[0].waitsFor, read(list).requests[0].waitsFor];
  expect(new Set(waits.map((wait) => JSON.stringify(wait))).size).toBe(1);
  expect(read(whole).requests.waits).toMatchObject([{ cause: waits[0].cause, requests: 1 }]);
  return [waits[0].cause, waits[0].obstacle, Date.parse(waits[0].since), read(request).todo] as const;
};

const resume = { command: 'dxm resume --why "…"' };

describe('what stands in the way of calls now is what a request in the backlog waits for', () => {
  it.each<[string, Partial<ControlItem>, string, string | null, object]>([
    ['a pause', { paused: true, lastChange: { ...BY, paused: true } }, 'paused', null, resume],
    ['the circuit breaker for all', { circuits: { all: OPEN } }, 'circuit', 'all', {}],
    ['its target’s', { circuits: { [NEW]: OPEN } }, 'circuit', NEW, {}],
    ['a freeze', { freezes: { n: ALWAYS } }, 'frozen', 'n', { command: 'dxm unfreeze n --why "…"' }],
    ['one of a parent', { freezes: { n: { ...ALWAYS, parent: OLD } } }, 'frozen', 'n', {}],
    [
      'a closed source',
      { closedParents: { [OLD]: BY } },
      'closed',
      OLD,
      { command: `dxm parent open ${OLD} --why "…"` },
    ],
    ['a closed target', { closedParents: { [NEW]: BY } }, 'closed', NEW, {}],
  ])('%s', async (_, control, cause, obstacle, todo) => {
    const before = { waitsFor: { cause: 'turn', sinceMs: START - 6 * MINUTE } } as const;
    for (const item of [{}, before, { ...before, dueAtMs: START + 5 }]) {
      const [...found] = await seen(waiting(control, item));
      expect(found).toEqual([cause, obstacle, SINCE, expect.objectContaining(todo)]);
      expect(found[3].text).not.toContain('goes on by itself');
    }
  });

  it('one that is over, or of other parents, is not', async () => {
    const past = { ...ALWAYS, untilMs: START };
    const control = {
      freezes: { past, other: { ...ALWAYS, parent: 'dxcon-x' }, place: { ...ALWAYS, location: 'EqDC2' } },
      closedParents: { 'dxcon-x': BY },
      circuits: { 'dxcon-x': OPEN, [NEW]: { ...OPEN, openUntilMs: START } },
    };
    expect((await seen(waiting(control)))[0]).toBe('turn');
    // Taken up again within a minute, at its due time.
    const ended = { waitsFor: { cause: 'paused', sinceMs: SINCE }, dueAtMs: START + 5 } as const;
    expect((await seen(waiting({ paused: false }, ended)))[0]).toBe('turn');
  });

  it('a freeze of a location is, where it has stopped the line before', async () => {
    const freezes = { n: { ...ALWAYS, location: 'EqDC2' } };
    const waitsFor = { cause: 'frozen', obstacle: 'n', sinceMs: START - MINUTE } as const;
    expect((await seen(waiting({ freezes }, { waitsFor }))).slice(0, 3)).toEqual(['frozen', 'n', START - MINUTE]);
  });

  it('its window comes first, as long as that is not open', async () => {
    const waitsFor = { cause: 'window', sinceMs: SINCE, untilMs: START + MINUTE } as const;
    const paused = { paused: true, lastChange: { ...BY, paused: true } };
    expect((await seen(waiting(paused, { waitsFor, dueAtMs: START + MINUTE })))[0]).toBe('window');
    expect((await seen(waiting(paused, { waitsFor })))[0]).toBe('paused');
  });

  it('a line on its way back passes freezes and closed parents, as long as it is not found healthy', async () => {
    const back = { lastFrom: NEW, lastMovedBy: 'orders#r0' };
    const moved = (verdict: 'HEALTHY' | 'UNHEALTHY') => [
      connectionItem(CONNECTION, back),
      verificationItem('r0', madeVerification({ verdict })),
    ];
    const closed = { closedParents: { [OLD]: BY }, freezes: { n: ALWAYS } };
    expect((await seen(waiting(closed, {}, ...moved('UNHEALTHY'))))[0]).toBe('turn');
    expect((await seen(waiting(closed, {}, ...moved('HEALTHY'))))[0]).toBe('frozen');
    const strict = { freezes: { n: { ...ALWAYS, stopsWayBack: true as const } } };
    expect((await seen(waiting(strict, {}, ...moved('UNHEALTHY'))))[0]).toBe('frozen');
    const paused = { paused: true, lastChange: { ...BY, paused: true } };
    expect((await seen(waiting(paused, {}, ...moved('UNHEALTHY'))))[0]).toBe('paused');
  });

  it('is found by its cause, and needs no person for a turn that no one takes', async () => {
    const control = { paused: true, lastChange: { ...BY, paused: true } };
    const items = waiting(control, { waitsFor: { cause: 'turn', sinceMs: START - 60 * MINUTE } });
    for (const [waitingFor, count] of [
      ['paused', 1],
      ['turn', 0],
      [true, 1],
    ] as const) {
      const context = madeContext(worldOf(...items), { isJson: true });
      await requests(context, { waiting: waitingFor });
      expect(JSON.parse(shownBy(context)).requests).toHaveLength(count);
    }
    const context = madeContext(worldOf(...items));
    await show(context, 'orders/r1', { minutes: 1 });
    expect(proseOf(context)).toContain('orders/r1 is RECEIVED, and waits for the end of the pause');
    expect(proseOf(context)).not.toMatch(/turn|stuck/);
  });
});
