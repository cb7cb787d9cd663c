import { describe, expect, it } from 'vitest';
import { run as groups } from '../../../src/cli/look/groups.ts';
import { run as requests } from '../../../src/cli/look/requests.ts';
import { run as show } from '../../../src/cli/look/show.ts';
import { run as status } from '../../../src/cli/look/status.ts';
import { type Answers, madeContext, queuesOf, tableOf } from '../../support/cli-context.ts';
import {
  connectionItem,
  controlItem,
  groupItem,
  madeHeld,
  madeRequest,
  madeVerification,
  requestItem,
  verificationItem,
} from '../../support/cli-items.ts';
import { CONNECTION, NEW, OWNER, START } from '../../support/world.ts';

const DAY = { minutes: 1440 };
const WELL = { ...tableOf([]), ...queuesOf({ quarantine: 0, 'requests_orders.fifo': 0 }) };
const NO_LOGS: Answers = { FilterLogEvents: () => ({ events: [] }) };
const HOSTILE = 'a\u001b[2Jb\u202ec\u0007';
const SHOWN = 'a\\u{1b}[2Jb\\u{202e}c\\u{7}';

const world = (...items: Parameters<typeof tableOf>[0]) => ({ ...WELL, ...NO_LOGS, ...tableOf(items) });
const text = ({ lines }: { lines: string[] }) => lines.join('\n');
/** Without the breaks of lines that a narrow terminal needs. */
const prose = (context: { lines: string[] }) => text(context).replaceAll(/\s+/g, ' ');

describe('status', () => {
  it('says that nothing needs a person, where all was read', async () => {
    const context = madeContext(WELL);
    expect(await status(context)).toBe(0);
    expect(context.lines[0]).toBe('Nothing in prod needs a person.');
    expect(text(context)).toContain('nothing  lines are called for as they come');
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
      expect(prose(context)).toContain(`these credentials may not do that: no ${name}`);
      expect(text(context)).not.toContain('Nothing in prod');
      const machine = madeContext(answers, { isJson: true });
      expect(await status(machine)).toBe(1);
      expect(JSON.parse(text(machine))).toMatchObject({
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
    const context = madeContext(world(requestItem(madeHeld()), sick, control));
    expect(await status(context)).toBe(3);
    expect(context.lines[0]).toBe('3 things need a person');
    const commands = context.lines.filter((line) => /^ {4}dxm /.test(line)).map((line) => line.trim());
    expect(commands).toEqual(['dxm show orders/r9', 'dxm resolve orders/r1', 'dxm resume --why "…"']);
    expect(text(context)).toContain(SHOWN);
    expect(text(context)).toMatch(/frozen {4}night: location EqDC2, from .* to/);
    for (const character of HOSTILE.replaceAll(/[\w[]/g, '')) expect(text(context)).not.toContain(character);
    expect(Math.max(...context.lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it('shows five of a kind, and where the others are', async () => {
    const held = Array.from({ length: 12 }, (_, at) => requestItem(madeHeld({ requestId: `r${at}` })));
    const context = madeContext(world(...held));
    await status(context);
    expect(context.lines.filter((line) => line.includes('dxm resolve'))).toHaveLength(5);
    expect(text(context)).toContain('… and 7 more like it: dxm requests --held');
    const machine = madeContext(world(...held), { isJson: true });
    await status(machine);
    expect(JSON.parse(text(machine)).attention).toHaveLength(12);
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
    const context = madeContext(world(...items), { isJson: true });
    const exit = await requests(context, filter);
    return [exit, JSON.parse(text(context)).requests.map(({ requestId }: { requestId: string }) => requestId)];
  };

  it('lists the longest wait first', async () => {
    expect(await ids({})).toEqual([3, ['early', 'late', 'held']]);
  });

  it('lists only what is asked for', async () => {
    expect(await ids({ held: true })).toEqual([3, ['held']]);
    expect(await ids({ waiting: true })).toEqual([0, ['early', 'late']]);
    expect(await ids({ waiting: 'busy' })).toEqual([0, ['late']]);
    expect(await ids({ waiting: 'person' })).toEqual([3, ['held']]);
    expect(await ids({ state: 'received' })).toEqual([0, ['early', 'late']]);
    expect(await ids({ connection: 'dxcon-line2' })).toEqual([3, ['held']]);
    expect(await ids({ tenant: 'orders', state: 'HELD' })).toEqual([3, ['held']]);
  });

  it('is a table where there is room, and lines that fit where there is not', async () => {
    const wide = madeContext(world(...items), { width: 200 });
    await requests(wide, {});
    expect(wide.lines).toHaveLength(4);
    expect(wide.lines[0]).toMatch(/^STATE +REQUEST +LINE +FROM → TO +FOR +WAITS FOR +UNTIL$/);
    const narrow = madeContext(world(...items));
    await requests(narrow, {});
    expect(Math.max(...narrow.lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(text(narrow)).toContain('waits for orders/r0, which has the line');
    expect(prose(narrow)).toContain(`the end of the freeze ${SHOWN}, until 2026-11-2`);
  });

  it.each([
    [{ waiting: 'bussy' }, 'did you mean busy?'],
    [{ state: 'HOLD' }, 'did you mean HELD?'],
    [{ connection: 'line2' }, 'give a connection id'],
    [{ tenant: 'order' }, 'did you mean orders?'],
  ])('says what was probably meant by %j', async (filter, todo) => {
    await expect(requests(madeContext(world(...items)), filter)).rejects.toMatchObject({
      todo: expect.stringContaining(todo),
    });
  });
});

describe('show', () => {
  const { dueAtMs: _, ...done } = madeRequest(
    { correlationId: 'corr-1' },
    { state: 'MIGRATED', attempts: 1, messageId: 'message-1' },
  );
  const tenants = queuesOf({ quarantine: 0, 'requests_orders.fifo': 0, 'requests_rival.fifo': 0 });

  it('a held request: what happened, by whom, what it waits for, what to do', async () => {
    const held = madeHeld({ note: 'see CHG-1', labels: { site: 'x' } });
    held.history.push({ atMs: START + 4, what: 'retried', attempts: 1, by: HOSTILE, why: 'port is up' });
    const context = madeContext(world(requestItem(held)));
    expect(await show(context, 'orders/r1', DAY)).toBe(3);
    expect(context.lines[0]).toBe("orders/r1 is HELD, and waits for a person's decision");
    const all = prose(context);
    expect(all).toContain('unclear: the answer does not say what happened, ECONNRESET, call 1, AWS request aws-1');
    expect(all).toContain(`by ${SHOWN}: port is up`);
    expect(all).toContain('event event-r1, published');
    expect(all).toContain('labels site=x');
    expect(context.lines.slice(-2)).toEqual(['  dxm resolve orders/r1', '  more: docs/operations/alarms/held.md']);
  });

  it('a request by its id alone; of several tenants all, to choose from', async () => {
    const rival = { ...madeRequest(), tenant: 'rival' };
    const one = madeContext({ ...world(requestItem(done)), ...tenants });
    expect(await show(one, 'r1', DAY)).toBe(0);
    expect(one.lines[0]).toBe('orders/r1 is MIGRATED');
    const both = madeContext({ ...world(requestItem(done), requestItem(rival)), ...tenants });
    expect(await show(both, 'r1', DAY)).toBe(1);
    expect(text(both)).toContain('orders/r1');
    expect(text(both)).toContain('rival/r1');
    expect(both.notes.at(-1)).toContain('2 requests have this id');
  });

  it('a request by what the log knows of it, and what is unfinished by its item', async () => {
    const logged = { tenant: 'orders', requestId: 'r1', eventId: 'e-1', message: 'published' };
    const FilterLogEvents = () => ({ events: [{ timestamp: START, message: JSON.stringify(logged) }] });
    const context = madeContext({ ...world(requestItem(done)), FilterLogEvents });
    expect(await show(context, 'e-1', DAY)).toBe(0);
    expect(context.lines[0]).toBe('orders/r1 is MIGRATED');
    const { FilterLogEvents: _none, ...rest } = world(requestItem(madeHeld({ correlationId: 'corr 7/a' })));
    const held = madeContext({ ...rest, ...NO_LOGS });
    expect(await show(held, 'corr 7/a', DAY)).toBe(3);
    expect(held.lines[0]).toContain('orders/r1 is HELD');
  });

  it('a message that became no request', async () => {
    const logged = { messageId: 'm-9', message: 'messageRejected', cause: 'INVALID_REQUEST' };
    const FilterLogEvents = () => ({ events: [{ timestamp: START, message: JSON.stringify(logged) }] });
    const context = madeContext({ ...world(), FilterLogEvents });
    expect(await show(context, 'm-9', DAY)).toBe(0);
    expect(text(context)).toContain('INVALID_REQUEST');
    expect(text(context)).toContain('dxm quarantine');
  });

  it('a line that is not well: its failings, what to check, and the way back', async () => {
    const verification = madeVerification({ verdict: 'UNHEALTHY', failings: ['STATE'], verdictAtMs: START });
    const context = madeContext(world(requestItem(done), verificationItem('r1', verification)));
    expect(await show(context, 'orders/r1', DAY)).toBe(3);
    const all = prose(context);
    expect(all).toContain('orders/r1 is MIGRATED, and its line UNHEALTHY');
    expect(all).toContain('STATE: check the port');
    expect(all).toContain('sends a request from dxlag-new to dxcon-old');
  });

  it.each([
    [{ state: 'REJECTED' }, undefined, 'the order system decides whether it orders anew'],
    [{ state: 'MIGRATED' }, {}, 'the line is looked at until it was well'],
    [{ state: 'MIGRATED' }, { verdict: 'HEALTHY' }, 'Nothing: it is done.'],
    [{ state: 'MIGRATED' }, { verdict: 'GONE' }, 'Nothing, if the line was to be given up'],
    [{ state: 'MIGRATED' }, { verdict: 'MOVED_AWAY' }, 'more: docs/operations/alarms/moved-away.md'],
  ] as const)('says of %j with the verification %j: %s', async (fields, verification, said) => {
    const items = [requestItem({ ...done, ...fields })];
    if (verification) items.push(verificationItem('r1', madeVerification(verification)));
    const context = madeContext(world(...items));
    await show(context, 'orders/r1', DAY);
    expect(prose(context)).toContain(said);
  });

  it.each([
    ['paused', undefined, 'dxm resume --why "…"'],
    ['frozen', 'night', 'dxm unfreeze night --why "…"'],
    ['closed', NEW, `dxm parent open ${NEW} --why "…"`],
    ['busy', 'rival#r7', 'dxm show rival/r7'],
    ['place', undefined, `dxm requests --tenant orders --connection ${CONNECTION}`],
    ['circuit', 'all', 'it closes with the next clear answer'],
    ['window', undefined, 'it goes on by itself'],
  ] as const)('says what to do while it waits for %s', async (cause, obstacle, said) => {
    const waits = madeRequest({}, { waitsFor: { cause, sinceMs: START, ...(obstacle ? { obstacle } : {}) } });
    const context = madeContext(world(requestItem(waits)));
    expect(await show(context, 'orders/r1', DAY)).toBe(0);
    expect(text(context)).toContain(said);
  });

  it('who has released its line, and why', async () => {
    const released = { by: 'jo', why: HOSTILE, atMs: START };
    const entry = {
      connectionId: CONNECTION,
      attemptId: 'a1',
      request: 'orders#r1',
      orderKey: 'o',
      side: 'p',
      atMs: START,
      released,
    };
    const context = madeContext(
      world(
        requestItem(madeHeld()),
        connectionItem(CONNECTION, { ownerAccount: OWNER }),
        groupItem({ entries: [entry] }),
      ),
    );
    await show(context, 'orders/r1', DAY);
    expect(prose(context)).toContain(`released by jo: ${SHOWN}`);
    expect(text(context)).not.toContain('lines of its owner on other ports wait');
  });

  it('a line: who moved it last, who has it, what waits', async () => {
    const line = connectionItem(CONNECTION, {
      ownerAccount: OWNER,
      lastMovedBy: 'orders#r0',
      lastFrom: 'dxcon-x',
      active: 'orders#r1',
    });
    const context = madeContext(
      world(line, requestItem(madeHeld()), verificationItem('r0', madeVerification({ verdict: 'HEALTHY' }))),
    );
    expect(await show(context, CONNECTION, DAY)).toBe(3);
    const all = prose(context);
    expect(all).toContain('last moved by orders/r0, from dxcon-x, HEALTHY: dxm show orders/r0');
    expect(all).toContain('locked by orders/r1');
    expect(all).toContain('dxm resolve orders/r1');
    expect(context.notes).toEqual([expect.stringContaining('Earlier requests for it are in the logs')]);
  });

  it('nothing, where nothing is known: where it was looked for, and what was probably meant', async () => {
    const context = madeContext(world(requestItem(madeRequest({ requestId: 'order-4711' }))));
    await expect(show(context, 'order-4712', DAY)).rejects.toMatchObject({
      status: 1,
      todo: 'did you mean order-4711?',
      where: expect.stringContaining('1 d'),
    });
    await expect(show(context, 'zzzzzzzzz', DAY)).rejects.toMatchObject({
      todo: expect.stringContaining('--whole-ledger'),
    });
    for (const what of ['a"b', '']) await expect(show(context, what, DAY)).rejects.toMatchObject({ status: 2 });
  });
});

describe('groups', () => {
  const entry = {
    connectionId: CONNECTION,
    attemptId: 'a1',
    request: 'orders#r1',
    orderKey: 'o',
    side: 'dxcon-port1',
    atMs: START,
  };
  const waits = madeRequest(
    { requestId: 'r2', connectionId: 'dxcon-line2' },
    { waitsFor: { cause: 'group', sinceMs: START } },
  );
  const items = [
    groupItem({
      entries: [
        entry,
        {
          ...entry,
          connectionId: 'dxcon-line3',
          request: 'orders#r9',
          released: { by: HOSTILE, why: 'ok', atMs: START },
        },
        { ...entry, connectionId: 'dxcon-line5', request: 'orders#gone' },
      ],
    }),
    requestItem(madeHeld()),
    requestItem({ ...madeRequest({ requestId: 'r9' }), state: 'MIGRATED' }),
    requestItem(waits),
    connectionItem('dxcon-line2', { ownerAccount: OWNER }),
  ];

  it('has each line, what has become of it, who waits for it, and what can be done', async () => {
    const context = madeContext(world(...items));
    expect(await groups(context, undefined)).toBe(3);
    const all = text(context);
    expect(all).toContain(`dxm group release ${OWNER} ${CONNECTION} --why "…"`);
    for (const line of ['dxcon-line3', 'dxcon-line5']) expect(all).not.toContain(`dxm group release ${OWNER} ${line}`);
    expect(all).toContain('not in the ledger: the next run of reconcile takes it out');
    expect(prose(context)).toContain(`released by ${SHOWN}`);
    expect(prose(context)).toContain(`dxcon-line2 orders/r2, dxcon-old → dxlag-new, behind ${CONNECTION}`);
  });

  it('is of one owner, or of the owner of a line', async () => {
    for (const what of [OWNER, 'dxcon-line2']) {
      const context = madeContext(world(...items), { isJson: true });
      expect(await groups(context, what)).toBe(3);
      expect(JSON.parse(text(context)).groups).toMatchObject([
        {
          ownerAccount: OWNER,
          entries: [
            { state: 'HELD', todo: 'dxm resolve orders/r1' },
            { state: 'MIGRATED', released: {} },
            { state: null },
          ],
          waiting: [{ requestId: 'r2' }],
        },
      ]);
    }
  });

  it('says so where no line keeps another one waiting, and does not take a typing mistake for that', async () => {
    const context = madeContext(world());
    expect(await groups(context, undefined)).toBe(0);
    expect(text(context)).toBe('No line keeps another one waiting.');
    await expect(groups(context, 'dxcon-unknown')).rejects.toMatchObject({ status: 2 });
    await expect(groups(context, '12345')).rejects.toMatchObject({ status: 2 });
  });
});
