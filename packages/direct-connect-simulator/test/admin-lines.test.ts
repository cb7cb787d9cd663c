import { describe, expect, it } from 'vitest';
import type { JournalView } from '../src/journal.ts';
import { rawCall } from './harness.ts';
import { interfaceState, move, startLines, startPlanned, stateOf, statesAt, withInterface } from './lines.ts';

describe('a line through the admin endpoint', () => {
  it('goes down now, and comes up when it is told to', async () => {
    const simulator = await startLines(withInterface);
    const connectionId = 'dxcon-line1';

    const entry = await simulator.admin.setLine({ connectionId, kind: 'staysDown' });
    const down = [await stateOf(simulator), await interfaceState(simulator), await stateOf(simulator, 'dxcon-line2')];
    const up = await simulator.admin.setLine({ connectionId, kind: 'up' });

    const now = simulator.clock.now();
    expect(down).toEqual(['down', 'down down', 'available']);
    expect([await stateOf(simulator), await interfaceState(simulator)]).toEqual(['available', 'available up']);
    const common = { time: now, connectionId, callSeq: null, faultId: null };
    expect((await simulator.admin.journal()).lines).toEqual([
      { ...common, seq: 1, kind: 'staysDown', states: [{ at: now, value: 'down' }] },
      { ...common, seq: expect.any(Number), kind: 'up', states: [{ at: now, value: 'up' }] },
    ]);
    expect([entry, up]).toEqual((await simulator.admin.journal()).lines);
  });

  it('is interrupted for a time, and flaps', async () => {
    const simulator = await startLines();
    await simulator.admin.setLine({ connectionId: 'dxcon-line1', kind: 'comesLate', afterMs: 10, state: 'pending' });
    expect(await statesAt(simulator, [0, 9, 10])).toEqual(['pending', 'pending', 'available']);

    await simulator.admin.setLine({ connectionId: 'dxcon-line1', kind: 'flaps', downMs: 5, upMs: 5, rounds: 2 });

    expect(await statesAt(simulator, [0, 5, 10, 15])).toEqual(['down', 'available', 'down', 'available']);
  });

  it('does what it was told last, whatever was to come', async () => {
    const simulator = await startPlanned('{ kind: flaps, downMs: 10, upMs: 10, rounds: 100 }');
    await move(simulator);

    await simulator.admin.setLine({ connectionId: 'dxcon-line1', kind: 'up' });

    expect(await statesAt(simulator, [0, 21, 41])).toEqual(['available', 'available', 'available']);
  });

  it('shows in the truth', async () => {
    const { admin } = await startLines();
    await admin.setLine({ connectionId: 'dxcon-line1', kind: 'staysDown' });

    const { parents } = await admin.topology();

    expect(parents[0]?.hostedConnections.map(({ state }) => state)).toEqual(['down', 'available', 'ordering']);
  });

  it.each([
    ['{"connectionId":"dxcon-nowhere","kind":"staysDown"}', 404, 'dxcon-nowhere is not a hosted connection'],
    ['{"connectionId":"dxcon-old","kind":"staysDown"}', 404, 'dxcon-old is not a hosted connection'],
    ['{"kind":"staysDown"}', 400, 'connectionId: missing'],
    ['{"connectionId":"dxcon-line1","kind":"up","afterMs":1}', 400, 'afterMs: unknown key'],
    ['nonsense', 400, 'the body is not JSON; expected one line, e.g. {"connectionId":"dxcon-line1"'],
  ])('%s is rejected', async (body, status, message) => {
    const { server, admin } = await startLines();

    const response = await fetch(`${server.url}/_admin/lines`, { method: 'POST', body });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining(message) });
    expect((await admin.journal()).lines).toEqual([]);
  });

  it('leaves the journal with the oldest, and is counted', async () => {
    const { admin, server } = await startLines('settings: { journalMiB: 1 }\n');
    await admin.setLine({ connectionId: 'dxcon-line1', kind: 'staysDown' });
    await admin.setLink({ id: 'dxcon-old', state: 'down' });
    const call = { connectionId: 'dxcon-old', comment: 'x'.repeat(600_000) };
    for (let count = 0; count < 2; count += 1) await rawCall(server.url, 'DescribeHostedConnections', call);

    const response = await fetch(`${server.url}/_admin/journal`);
    const { dropped, lines, links } = (await response.json()) as JournalView;

    expect(dropped).toEqual({ calls: 1, moves: 0, lines: 1, links: 1 });
    expect([...lines, ...links]).toEqual([]);
    await expect(admin.journal()).rejects.toThrow('what became of lines (1) and links (1)');
  });

  it('makes the journal incomplete even if no call has left it', async () => {
    const { admin, server } = await startLines('settings: { journalMiB: 1 }\n');
    await admin.setLine({ connectionId: 'dxcon-line1', kind: 'flaps', downMs: 1, upMs: 1, rounds: 100 });
    const call = { connectionId: 'dxcon-old', comment: 'x'.repeat(1_044_000) };
    await rawCall(server.url, 'DescribeHostedConnections', call);

    const response = await fetch(`${server.url}/_admin/journal`);

    expect(((await response.json()) as JournalView).dropped).toEqual({ calls: 0, moves: 0, lines: 1, links: 0 });
    await expect(admin.journal()).rejects.toThrow('what became of lines (1) and links (0)');
  });
});
