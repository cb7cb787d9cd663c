import { describe, expect, it } from 'vitest';
import { resolve } from '../../../../src/migration/operators/resolve.ts';
import { MINUTE, NEW, OLD, OTHER, OWNER, request, SECOND, UNCLEAR } from '../../../support/world.ts';
import { Lines } from './lines.ts';

describe('lines of one owner', () => {
  it('on one port move together, and one on another port waits until both are found healthy', async () => {
    const lines = new Lines();
    for (const line of ['a', 'b', 'c'] as const) await lines.order(line);
    expect([lines.called, lines.entered]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(lines.world.request('c')).toMatchObject({ state: 'RECEIVED', wokenBy: 'dispatch' });
    const { id } = lines.world.request('a').attempt ?? {};
    expect(lines.entries[0]).toMatchObject({ attemptId: id, request: 'orders#a', side: OLD });
    expect(lines.world.request('c').waitsFor).toMatchObject({ cause: 'group', obstacle: 'dxcon-a' });
    await lines.world.pass(7 * MINUTE);
    expect(lines.called).toEqual(['a', 'b']);
    await lines.world.pass(5 * MINUTE);
    expect([lines.called, lines.entered]).toEqual([['a', 'b', 'c'], ['c']]);
    await lines.world.pass(12 * MINUTE);
    expect(lines.world.ledger.groups.size).toBe(0);
  });

  it('that wait are not looked at while they have to', async () => {
    const lines = new Lines();
    await lines.order('a');
    await lines.order('c');
    lines.world.listed.length = 0;
    lines.world.now += MINUTE;
    await lines.world.dispatch();
    expect(lines.world.listed).toEqual([]);
    expect(lines.world.request('c').dueAtMs).toBe(lines.world.now + 45 * SECOND);
  });

  it('that wait for long go before others that would go together with those that move', async () => {
    const lines = new Lines();
    await lines.order('a');
    await lines.order('c');
    await lines.world.pass(6 * MINUTE);
    await lines.order('b');
    await lines.world.pass(5 * MINUTE);
    expect(lines.called).toEqual(['a', 'c']);
    await lines.world.pass(15 * MINUTE);
    expect(lines.called).toEqual(['a', 'c', 'b']);
  });

  it('are not held up by one whose call was refused, or never ran', async () => {
    const lines = new Lines();
    lines.world.script.push({
      moves: false,
      answer: { kind: 'refused', code: 'DIRECT_CONNECT_REFUSED', message: 'no', awsError: 'no' },
    });
    await lines.order('a');
    expect(lines.entered).toEqual([]);
    lines.world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'unreachable' } });
    await lines.order('b');
    expect(lines.entered).toEqual([]);
    await lines.order('c');
    expect([lines.called, lines.entered]).toEqual([['a', 'b', 'c'], ['c']]);
  });

  it('are held up by one that is held, until a person says that it did not move', async () => {
    const lines = new Lines();
    lines.world.script.push({ moves: false, answer: UNCLEAR });
    await lines.order('a');
    await lines.order('c');
    await lines.world.pass(30 * MINUTE);
    expect([lines.world.request('a').state, lines.called, lines.entered]).toEqual(['HELD', ['a'], ['a']]);
  });

  it('are held up by one that is not healthy', async () => {
    const lines = new Lines();
    await lines.order('a');
    lines.world.place('dxcon-a', NEW, { vlan: 200, connectionState: 'down' });
    await lines.order('c');
    await lines.world.pass(30 * MINUTE);
    expect(lines.called).toEqual(['a']);
  });

  it('leave no entry behind where a pause came in between', async () => {
    const lines = new Lines();
    const { ledger } = lines.world;
    const intend = ledger.intend.bind(ledger);
    ledger.intend = async (...given) => {
      const isWritten = await intend(...given);
      ledger.paused = true;
      return isWritten;
    };
    await lines.order('a');
    expect([lines.called, lines.entered]).toEqual([[], []]);
  });

  it('leave no entry behind where another worker on the request was faster', async () => {
    const lines = new Lines();
    const { ledger } = lines.world;
    const intend = ledger.intend.bind(ledger);
    ledger.intend = async (key, read, attempt, ...rest) => {
      ledger.intend = intend;
      await intend(key, read, { ...attempt, id: 'another' }, ...rest);
      return intend(key, read, attempt, ...rest);
    };
    await lines.order('a');
    expect(lines.entered).toEqual([]);
  });

  it('enter when the answer to the write was lost', async () => {
    const lines = new Lines();
    const { ledger } = lines.world;
    const setGroup = ledger.setGroup.bind(ledger);
    ledger.setGroup = async (...given) => {
      ledger.setGroup = setGroup;
      await setGroup(...given);
      return false;
    };
    await lines.order('a');
    expect([lines.called, lines.entered]).toEqual([['a'], ['a']]);
  });

  it('wait where another one has entered since the group was read', async () => {
    const lines = new Lines();
    const { ledger } = lines.world;
    const setGroup = ledger.setGroup.bind(ledger);
    ledger.setGroup = async (...given) => {
      ledger.setGroup = setGroup;
      await lines.order('c');
      return setGroup(...given);
    };
    await lines.order('a');
    expect([lines.called, lines.entered]).toEqual([['c'], ['c']]);
  });

  it('are not held up any more by one that a person, or the effect timeout, has called for again', async () => {
    const lines = new Lines();
    lines.world.script.push({ moves: false, answer: UNCLEAR });
    await lines.order('a');
    await lines.world.pass(15 * MINUTE);
    const key = { tenant: 'orders', requestId: 'a', by: 'alex', why: 'looked' };
    expect(await resolve({ ...key, verdict: 'retry' }, lines.world.ports)).toEqual({ result: 'resolved' });
    expect(lines.entered).toEqual([]);
    const again = new Lines({ reattemptsAfterEffectTimeout: 1 });
    again.world.script.push({ moves: false, answer: UNCLEAR }, { moves: false, answer: UNCLEAR });
    await again.order('a');
    for (let minutes = 0; again.world.request('a').state === 'CALLING' && minutes < 30; minutes++) {
      again.world.now += MINUTE;
      again.world.ledger.paused = true;
      await again.world.reconcile();
    }
    expect([again.world.request('a').state, again.entered]).toEqual(['RECEIVED', []]);
  });

  it('hold each other up once one of a tenant that is closed is found to have moved all the same', async () => {
    const lines = new Lines();
    lines.world.script.push({ moves: true, answer: { kind: 'neverRan', cause: 'unreachable' } });
    await lines.order('a');
    lines.world.ports.tenants = lines.world.ports.tenants.map((tenant) => ({ ...tenant, closed: true }));
    await lines.world.pass(5 * MINUTE);
    expect([lines.world.request('a').state, lines.entered]).toEqual(['MIGRATED', ['a']]);
  });

  it('hold each other up once a call is found to have moved one that was said not to have run', async () => {
    const lines = new Lines();
    lines.world.script.push({ moves: true, answer: { kind: 'neverRan', cause: 'unreachable' } });
    await lines.order('a');
    expect(lines.entered).toEqual([]);
    await lines.world.pass(5 * MINUTE);
    expect([lines.world.request('a').state, lines.entered]).toEqual(['MIGRATED', ['a']]);
    await lines.order('c');
    expect(lines.called).toEqual(['a']);
  });
});

describe('names', () => {
  it('keep lines on one port apart, and let those on two ports go together', async () => {
    const lines = new Lines();
    await lines.order('a', { redundancyGroup: 'g' });
    await lines.order('b', { redundancyGroup: 'g' });
    await lines.order('c', { redundancyGroup: 'h' });
    expect(lines.called).toEqual(['a', 'c']);
  });

  it('are all that counts where only they do', async () => {
    const lines = new Lines({ redundancyLock: 'named' });
    await lines.order('a', { redundancyGroup: 'g' });
    await lines.order('b', { redundancyGroup: 'g' });
    await lines.order('c');
    expect([lines.called, lines.entered]).toEqual([['a', 'c'], ['a']]);
  });

  it('are not taken where nothing is kept apart; what was stored before goes on', async () => {
    const lines = new Lines({ redundancyLock: 'off' });
    await lines.order('a', { redundancyGroup: 'g' });
    expect(lines.world.details()[0]).toMatchObject({ data: { reason: { code: 'INVALID_REQUEST' } } });
    expect(lines.world.ledger.requests.size).toBe(0);
    await lines.order('c');
    expect([lines.called, lines.world.ledger.groups.size]).toEqual([['c'], 0]);
  });

  it('of a request that was stored before that was switched off are no mistake', async () => {
    const lines = new Lines();
    lines.world.ledger.paused = true;
    await lines.order('a', { redundancyGroup: 'g' });
    lines.world.ports.settings.redundancyLock = 'off';
    await lines.order('a', { redundancyGroup: 'g' });
    expect(lines.world.details()).toEqual([]);
  });
});

describe('another tenant', () => {
  it('holds up no one else’s lines, whatever name it gives', async () => {
    const lines = new Lines();
    lines.world.place('dxcon-r', OTHER, { vlan: 300, ownerAccount: '999988887777' });
    const order = { requestId: 'r', connectionId: 'dxcon-r', expectedParentConnectionId: OTHER, redundancyGroup: 'g' };
    await lines.world.deliver(request(order), { tenant: 'rival', senderId: 'AROARIVALSYSTEM:x' });
    await lines.order('a', { redundancyGroup: 'g' });
    expect(lines.called).toEqual(['r', 'a']);
    expect([...lines.world.ledger.groups.keys()]).toEqual(['999988887777', OWNER]);
  });
});
