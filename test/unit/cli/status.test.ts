import { describe, expect, it } from 'vitest';
import { run as requests } from '../../../src/cli/look/requests.ts';
import { run as status } from '../../../src/cli/look/status.ts';
import { HARMLESS, HOSTILE, madeContext, proseOf, shownBy, tableOf, WELL, worldOf } from '../../support/cli-context.ts';
import {
  controlItem,
  madeHeld,
  madeRequest,
  madeVerification,
  requestItem,
  verificationItem,
} from '../../support/cli-items.ts';
import { NEW, START } from '../../support/world.ts';

describe('status', () => {
  it('says that nothing needs a person, where all was read', async () => {
    const context = madeContext(WELL);
    expect(await status(context)).toBe(0);
    expect(context.lines[0]).toBe('Nothing in prod needs a person.');
    expect(shownBy(context)).toContain('nothing  lines are called for as they come');
  });

  it.each(['BatchGetItem', 'Scan', 'ListQueues', 'GetQueueAttributes'])(
    'says that not all could be read, and not that all is well, without %s',
    async (name) => {
      const refused = Object.assign(new Error(`no ${name}`), { name: 'AccessDeniedException' });
      const items = [requestItem(madeRequest())];
      const answers = { ...WELL, ...tableOf(items), [name]: () => Promise.reject(refused) };
      const context = madeContext(answers);
      expect(await status(context)).toBe(1);
      expect(context.lines[0]).toContain('Not all could be read');
      expect(proseOf(context)).toContain(`these credentials may not do that: no ${name}`);
      expect(shownBy(context)).not.toContain('Nothing in prod');
      const machine = madeContext(answers, { isJson: true });
      expect(await status(machine)).toBe(1);
      expect(JSON.parse(shownBy(machine))).toMatchObject({
        complete: false,
        unread: [{}, ...(name === 'BatchGetItem' ? [{}] : [])],
      });
    },
  );

  it('says what was wrong where nothing could be read', async () => {
    const fails = () => Promise.reject(new Error('no credentials'));
    const context = madeContext({ Scan: fails, BatchGetItem: fails, ListQueues: fails });
    await expect(status(context)).rejects.toThrow('no credentials');
  });

  it('has the most urgent first, each with its command, and shows hostile texts harmless', async () => {
    const since = { by: HOSTILE, why: HOSTILE, atMs: START };
    const sick = verificationItem('r9', madeVerification({ verdict: 'UNHEALTHY', failings: ['STATE'] }));
    const freeze = { ...since, fromMs: START, untilMs: START + 9e6, location: 'EqDC2' };
    const control = controlItem({
      paused: true,
      lastChange: { paused: true, ...since },
      freezes: { night: freeze },
      cordons: { [NEW]: since },
    });
    const context = madeContext(worldOf(requestItem(madeHeld()), sick, control));
    expect(await status(context)).toBe(3);
    expect(context.lines[0]).toBe('3 things need a person');
    const commands = context.lines.filter((line) => /^ {4}dxm /.test(line)).map((line) => line.trim());
    expect(commands).toEqual(['dxm show orders/r9', 'dxm resolve orders/r1', 'dxm resume --why "…"']);
    expect(shownBy(context)).toContain(HARMLESS);
    expect(shownBy(context)).toMatch(/frozen {4}night: location EqDC2, from .* to/);
    for (const character of HOSTILE.replaceAll(/[\w[]/g, '')) expect(shownBy(context)).not.toContain(character);
    expect(Math.max(...context.lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it('shows five of a kind, and where the others are', async () => {
    const held = Array.from({ length: 12 }, (_, at) => requestItem(madeHeld({ requestId: `r${at}` })));
    const context = madeContext(worldOf(...held));
    await status(context);
    expect(context.lines.filter((line) => line.includes('dxm resolve'))).toHaveLength(5);
    expect(shownBy(context)).toContain('… and 7 more like it: dxm requests --held');
    const machine = madeContext(worldOf(...held), { isJson: true });
    await status(machine);
    expect(JSON.parse(shownBy(machine)).attention).toHaveLength(12);
  });
});

describe('requests', () => {
  const late = madeRequest(
    { requestId: 'late', note: HOSTILE.replaceAll(/\P{L}/gu, '') },
    { waitsFor: { cause: 'busy', obstacle: 'orders#r0', sinceMs: START - 9 } },
  );
  const early = madeRequest(
    { requestId: 'early' },
    { waitsFor: { cause: 'frozen', obstacle: HOSTILE, sinceMs: START - 99, untilMs: START } },
  );
  const items = [
    requestItem(late),
    requestItem(early),
    requestItem(madeHeld({ requestId: 'held', connectionId: 'dxcon-line2' })),
  ];
  const ids = async (filter: Parameters<typeof requests>[1]) => {
    const context = madeContext(worldOf(...items), { isJson: true });
    const exit = await requests(context, filter);
    return [exit, JSON.parse(shownBy(context)).requests.map(({ requestId }: { requestId: string }) => requestId)];
  };

  it('lists the longest wait first', async () => {
    expect(await ids({})).toEqual([3, ['early', 'late', 'held']]);
  });

  it('lists only what is asked for', async () => {
    expect(await ids({ held: true })).toEqual([3, ['held']]);
    expect(await ids({ waiting: true })).toEqual([0, ['early', 'late']]);
    expect(await ids({ waiting: 'busy' })).toEqual([0, ['late']]);
    expect(await ids({ waiting: 'person' })).toEqual([3, ['held']]);
    expect(await ids({ state: 'RECEIVED' })).toEqual([0, ['early', 'late']]);
    expect(await ids({ connection: 'dxcon-line2' })).toEqual([3, ['held']]);
    expect(await ids({ tenant: 'orders', state: 'HELD' })).toEqual([3, ['held']]);
  });

  it('knows the tenant of drains, whether or not one has requests', async () => {
    expect(await ids({ tenant: 'dx-migrator:drains' })).toEqual([0, []]);
  });

  it('is a table where there is room, and lines that fit where there is not', async () => {
    const wide = madeContext(worldOf(...items), { width: 200 });
    await requests(wide, {});
    expect(wide.lines).toHaveLength(4);
    expect(wide.lines[0]).toMatch(/^STATE +REQUEST +LINE +FROM → TO +FOR +WAITS FOR +UNTIL$/);
    const narrow = madeContext(worldOf(...items));
    await requests(narrow, {});
    expect(Math.max(...narrow.lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(shownBy(narrow)).toContain('waits for orders/r0, which has the line');
    expect(proseOf(narrow)).toContain(`the end of the freeze ${HARMLESS}, until 2026-11-2`);
  });

  it.each([
    [{ connection: 'line2' }, 'give a connection id'],
    [{ tenant: 'order' }, 'did you mean orders?'],
  ])('says what was probably meant by %j', async (filter, todo) => {
    await expect(requests(madeContext(worldOf(...items)), filter)).rejects.toMatchObject({
      todo: expect.stringContaining(todo),
    });
  });
});
