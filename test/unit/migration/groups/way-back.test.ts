import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../src/migration/groups/group.ts';
import { MINUTE, NEW, OLD, OTHER, OWNER, request, START } from '../../../support/world.ts';
import { Lines } from './lines.ts';

describe('the way back', () => {
  const BACK = { requestId: 'back', expectedParentConnectionId: NEW, parentConnectionId: OLD };

  it('is not held up by lines that entered with the move that it takes back', async () => {
    const lines = new Lines();
    await lines.order('a');
    await lines.order('b');
    lines.world.now += 3 * MINUTE;
    await lines.order('a', BACK);
    expect([lines.called, lines.entered]).toEqual([
      ['a', 'b', 'a'],
      ['a', 'b', 'a'],
    ]);
    await lines.world.pass(12 * MINUTE);
    expect([lines.world.ledger.groups.size, lines.world.request('back').state]).toEqual([0, 'MIGRATED']);
  });

  it('is not held up either where it has waited for something else', async () => {
    const lines = new Lines();
    await lines.order('a');
    await lines.order('b');
    lines.world.ledger.paused = true;
    lines.world.now += 3 * MINUTE;
    await lines.order('a', BACK);
    lines.world.ledger.paused = false;
    lines.world.now += MINUTE;
    await lines.world.dispatch();
    expect(lines.called).toEqual(['a', 'b', 'a']);
  });

  it('is a move like any other once the last one was found healthy', async () => {
    const lines = new Lines();
    await lines.order('a');
    await lines.world.pass(12 * MINUTE);
    await lines.order('b');
    await lines.order('a', BACK);
    expect(lines.called).toEqual(['a', 'b']);
  });

  it('goes before a request that holds the line and waits', async () => {
    const lines = new Lines();
    await lines.order('a');
    await lines.order('b');
    lines.world.now += MINUTE;
    // On from where it is: it waits for b, and holds a's line.
    await lines.order('a', { requestId: 'on', parentConnectionId: OTHER, expectedParentConnectionId: NEW });
    expect(lines.world.ledger.connections.get('dxcon-a')?.active?.requestId).toBe('on');
    const other = { ...lines.world.ports.tenants[0], name: 'noc', senders: ['AROANOCSYSTEM'] };
    lines.world.ports.tenants = [...lines.world.ports.tenants, other as (typeof lines.world.ports.tenants)[0]];
    lines.world.now += MINUTE;
    const requestedAt = new Date(lines.world.now).toISOString();
    const back = request({ connectionId: 'dxcon-a', ...BACK, requestedAt });
    await lines.world.deliver(back, { tenant: 'noc', senderId: 'AROANOCSYSTEM:x' });
    expect(lines.called).toEqual(['a', 'b', 'a']);
    expect(lines.world.request('on')).toMatchObject({ state: 'RECEIVED', fence: 1 });
  });
});

describe('a request that holds a line which is to go back', () => {
  const BACK = { expectedParentConnectionId: NEW, parentConnectionId: OLD };
  const fromNoc = async (lines: Lines, requestId: string) => {
    const noc = { ...lines.world.ports.tenants[0], name: 'noc', senders: ['AROANOCSYSTEM'] };
    lines.world.ports.tenants = [...lines.world.ports.tenants, noc as (typeof lines.world.ports.tenants)[0]];
    lines.world.now += MINUTE;
    const requestedAt = new Date(lines.world.now).toISOString();
    const order = request({ requestId, connectionId: 'dxcon-a', ...BACK, requestedAt });
    await lines.world.deliver(order, { tenant: 'noc', senderId: 'AROANOCSYSTEM:x' });
  };

  it('keeps it if it goes back as well', async () => {
    const lines = new Lines();
    await lines.order('a');
    lines.world.ledger.paused = true;
    lines.world.now += MINUTE;
    await lines.order('a', { requestId: 'first', ...BACK });
    await fromNoc(lines, 'second');
    expect(lines.world.ledger.connections.get('dxcon-a')?.active?.requestId).toBe('first');
    expect(lines.world.request('first').fence).toBe(0);
  });

  it('keeps it if it has called', async () => {
    const lines = new Lines();
    await lines.order('a');
    lines.world.now += MINUTE;
    lines.world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
    await lines.order('a', { requestId: 'on', expectedParentConnectionId: NEW, parentConnectionId: OTHER });
    lines.world.ledger.paused = true;
    lines.world.now += 5 * MINUTE;
    await fromNoc(lines, 'back');
    expect(lines.world.request('on')).toMatchObject({ attempts: 1, fence: 0 });
    expect(lines.world.ledger.connections.get('dxcon-a')?.active?.requestId).toBe('on');
  });
});

describe('the sweep', () => {
  const dead: Entry = {
    ...{ connectionId: 'dxcon-a', attemptId: 'of the dead', request: 'orders#a', orderKey: '1', side: OLD },
    atMs: START,
  };

  it('takes out what a worker that died has left, once it cannot call any more', async () => {
    const lines = new Lines({ dispatchTimeoutMs: 3 * MINUTE, clockSkewMs: MINUTE });
    lines.world.ledger.paused = true;
    await lines.order('a');
    await lines.world.ledger.setGroup(OWNER, { entries: [] }, { entries: [dead] }, START);
    lines.world.now = START + 4 * MINUTE;
    await lines.world.reconcile();
    expect(lines.entered).toEqual(['a']);
    lines.world.now += MINUTE;
    await lines.world.reconcile();
    expect(lines.entered).toEqual([]);
  });

  it('takes out what a verdict has left, also where another move has overtaken it', async () => {
    const lines = new Lines();
    await lines.order('a');
    lines.world.now += MINUTE;
    await lines.order('a', { requestId: 'on', parentConnectionId: OTHER });
    const [first] = lines.entries;
    await lines.world.pass(12 * MINUTE);
    expect(lines.entered).toEqual([]);
    if (!first) throw new Error('there was no entry');
    await lines.world.ledger.setGroup(OWNER, { entries: [] }, { entries: [first] }, lines.world.now);
    await lines.world.reconcile();
    expect(lines.entered).toEqual([]);
  });

  it('takes out moves that no one verifies', async () => {
    const lines = new Lines();
    await lines.order('a');
    lines.world.ledger.verifications.clear();
    await lines.world.pass(MINUTE);
    expect(lines.entered).toEqual([]);
  });
});
