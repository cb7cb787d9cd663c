import { describe, expect, it } from 'vitest';
import { run as show } from '../../../src/cli/look/show.ts';
import { HARMLESS, HOSTILE, madeContext, proseOf, queuesOf, shownBy, worldOf } from '../../support/cli-context.ts';
import {
  connectionItem,
  groupItem,
  madeHeld,
  madeRequest,
  madeVerification,
  requestItem,
  verificationItem,
} from '../../support/cli-items.ts';
import { CONNECTION, NEW, OLD, OWNER, START } from '../../support/world.ts';

const DAY = { minutes: 1440 };

describe('show', () => {
  const { dueAtMs: _, ...done } = madeRequest(
    { correlationId: 'corr-1' },
    { state: 'MIGRATED', attempts: 1, messageId: 'message-1' },
  );
  const tenants = queuesOf({ quarantine: 0, 'requests_orders.fifo': 0, 'requests_rival.fifo': 0 });

  it('a held request: what happened, by whom, what it waits for, what to do', async () => {
    const held = madeHeld({ note: 'see CHG-1', labels: { site: 'x' } });
    held.history.push({ atMs: START + 4, what: 'retried', attempts: 1, by: HOSTILE, why: 'port is up' });
    const context = madeContext(worldOf(requestItem(held)));
    expect(await show(context, 'orders/r1', DAY)).toBe(3);
    expect(context.lines[0]).toBe("orders/r1 is HELD, and waits for a person's decision");
    const all = proseOf(context);
    expect(all).toContain('unclear: the answer does not say what happened, ECONNRESET, call 1, AWS request aws-1');
    expect(all).toContain(`by ${HARMLESS}: port is up`);
    expect(all).toContain('event event-r1, published');
    expect(all).toContain('labels site=x');
    expect(context.lines.slice(-2)).toEqual(['  dxm resolve orders/r1', '  more: docs/operations/alarms/held.md']);
  });

  it('a request by its id alone; of several tenants all, to choose from', async () => {
    const rival = { ...madeRequest(), tenant: 'rival' };
    const one = madeContext({ ...worldOf(requestItem(done)), ...tenants });
    expect(await show(one, 'r1', DAY)).toBe(0);
    expect(one.lines[0]).toBe('orders/r1 is MIGRATED');
    const both = madeContext({ ...worldOf(requestItem(done), requestItem(rival)), ...tenants });
    expect(await show(both, 'r1', DAY)).toBe(1);
    expect(shownBy(both)).toContain('orders/r1');
    expect(shownBy(both)).toContain('rival/r1');
    expect(both.notes.at(-1)).toContain('2 requests have this id');
  });

  it('a request by what the log knows of it, and what is unfinished by its item', async () => {
    const logged = { tenant: 'orders', requestId: 'r1', eventId: 'e-1', message: 'published' };
    const FilterLogEvents = () => ({ events: [{ timestamp: START, message: JSON.stringify(logged) }] });
    const context = madeContext({ ...worldOf(requestItem(done)), FilterLogEvents });
    expect(await show(context, 'e-1', DAY)).toBe(0);
    expect(context.lines[0]).toBe('orders/r1 is MIGRATED');
    const held = madeContext(worldOf(requestItem(madeHeld({ correlationId: 'corr 7/a' }))));
    expect(await show(held, 'corr 7/a', DAY)).toBe(3);
    expect(held.lines[0]).toContain('orders/r1 is HELD');
  });

  it('a message that became no request', async () => {
    const logged = { messageId: 'm-9', message: 'messageRejected', cause: 'INVALID_REQUEST' };
    const FilterLogEvents = () => ({ events: [{ timestamp: START, message: JSON.stringify(logged) }] });
    const context = madeContext({ ...worldOf(), FilterLogEvents });
    expect(await show(context, 'm-9', DAY)).toBe(0);
    expect(shownBy(context)).toContain('INVALID_REQUEST');
    expect(shownBy(context)).toContain('dxm quarantine');
  });

  it('a line that is not well: its failings, what to check, and the way back', async () => {
    const verification = madeVerification({ verdict: 'UNHEALTHY', failings: ['STATE'], verdictAtMs: START });
    const context = madeContext(worldOf(requestItem(done), verificationItem('r1', verification)));
    expect(await show(context, 'orders/r1', DAY)).toBe(3);
    const all = proseOf(context);
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
    const context = madeContext(worldOf(...items));
    await show(context, 'orders/r1', DAY);
    expect(proseOf(context)).toContain(said);
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
    const context = madeContext(worldOf(requestItem(waits)));
    expect(await show(context, 'orders/r1', DAY)).toBe(0);
    expect(shownBy(context)).toContain(said);
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
      worldOf(
        requestItem(madeHeld()),
        connectionItem(CONNECTION, { ownerAccount: OWNER }),
        groupItem({ entries: [entry] }),
      ),
    );
    await show(context, 'orders/r1', DAY);
    expect(proseOf(context)).toContain(`released by jo: ${HARMLESS}`);
    expect(shownBy(context)).not.toContain('lines of its owner on other ports wait');
  });

  it('a line: who moved it last, who has it, what waits', async () => {
    const line = connectionItem(CONNECTION, {
      ownerAccount: OWNER,
      lastMovedBy: 'orders#r0',
      lastFrom: 'dxcon-x',
      active: 'orders#r1',
    });
    const context = madeContext(
      worldOf(line, requestItem(madeHeld()), verificationItem('r0', madeVerification({ verdict: 'HEALTHY' }))),
    );
    expect(await show(context, CONNECTION, DAY)).toBe(3);
    const all = proseOf(context);
    expect(all).toContain('last moved by orders/r0, from dxcon-x, HEALTHY: dxm show orders/r0');
    expect(all).toContain('locked by orders/r1');
    expect(all).toContain('dxm resolve orders/r1');
    expect(context.notes).toEqual([`Earlier requests for it are in the logs: dxm show ${CONNECTION} --logs`]);
    const logged = { connectionId: CONNECTION, tenant: 'orders', requestId: 'r0', message: 'migrated' };
    const FilterLogEvents = () => ({ events: [{ timestamp: START, message: JSON.stringify(logged) }] });
    const withLogs = madeContext({ ...worldOf(line), FilterLogEvents });
    expect(await show(withLogs, CONNECTION, { ...DAY, logs: true })).toBe(0);
    expect(proseOf(withLogs)).toContain('orders/r0: migrate: migrated');
  });

  const PORTS = {
    DescribeInterconnects: () => ({ interconnects: [{ interconnectId: OLD, interconnectState: 'available' }] }),
    DescribeLags: () => ({ lags: [{ lagId: NEW, lagState: 'available' }] }),
    DescribeHostedConnections: ({ connectionId: parent }: { connectionId: string }) => ({
      connections:
        parent === OLD ? [{ connectionId: CONNECTION, connectionName: HOSTILE, vlan: 102, ownerAccount: OWNER }] : [],
    }),
  };

  it('a line that no one has ordered anything for: where Direct Connect lists it, and what was logged', async () => {
    const context = madeContext({ ...worldOf(), ...PORTS });
    expect(await show(context, CONNECTION, DAY)).toBe(0);
    expect(proseOf(context)).toMatch(new RegExp(`Line ${CONNECTION} .*owner ${OWNER} is on ${OLD} VLAN 102`));
    expect(proseOf(context)).toContain('No request for it is unfinished. Nor was one for it received in the last 1 d');
    expect(shownBy(context)).toContain(HARMLESS);
    const machine = madeContext({ ...worldOf(), ...PORTS }, { isJson: true });
    await show(machine, CONNECTION, DAY);
    expect(JSON.parse(shownBy(machine))).toMatchObject({
      listed: { parentConnectionId: OLD, vlan: 102 },
      requests: [],
    });
    const members = {
      message: 'rejected',
      cause: 'NOT_PERMITTED',
      connectionId: CONNECTION,
      tenant: 'orders',
      requestId: 'r7',
    };
    const FilterLogEvents = ({ logGroupName }: { logGroupName: string }) => ({
      events: logGroupName.endsWith('migrate') ? [{ timestamp: START, message: JSON.stringify(members) }] : [],
    });
    const rejected = madeContext({ ...worldOf(), ...PORTS, FilterLogEvents });
    await show(rejected, CONNECTION, DAY);
    expect(proseOf(rejected)).toContain('orders/r7: migrate: rejected, cause NOT_PERMITTED');
  });

  it('no line that Direct Connect does not list, no port, and none while lists change', async () => {
    const context = madeContext({ ...worldOf(), ...PORTS });
    await expect(show(context, `${CONNECTION.slice(0, -1)}2`, DAY)).rejects.toMatchObject({
      status: 1,
      todo: `did you mean ${CONNECTION}?`,
    });
    await expect(show(context, OLD, DAY)).rejects.toMatchObject({ message: `${OLD} is an interconnect, and no line` });
    let reading = 0;
    const DescribeHostedConnections = () => ({ connections: [{ connectionId: `dxcon-moving${reading++}` }] });
    const moving = madeContext({ ...worldOf(), ...PORTS, DescribeHostedConnections });
    await expect(show(moving, CONNECTION, DAY)).rejects.toMatchObject({
      message: expect.stringContaining('could not be found out'),
    });
  });

  it('nothing of Direct Connect where that does not answer, and says so', async () => {
    const DescribeLags = () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    const context = madeContext({ ...worldOf(), ...PORTS, DescribeLags });
    await expect(show(context, CONNECTION, DAY)).rejects.toMatchObject({ status: 1 });
    expect(context.notes.join()).toContain(`Where ${CONNECTION} is was not asked: these credentials may not do that`);
  });

  it('no request of a tenant that there is not', async () => {
    await expect(show(madeContext(worldOf()), 'order/r1', DAY)).rejects.toMatchObject({ todo: 'did you mean orders?' });
    await expect(show(madeContext(worldOf()), 'somebody/r1', DAY)).rejects.toMatchObject({ todo: 'there are orders' });
  });

  it('nothing, where nothing is known: where it was looked for, and what was probably meant', async () => {
    const context = madeContext(worldOf(requestItem(madeRequest({ requestId: 'order-4711' }))));
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
