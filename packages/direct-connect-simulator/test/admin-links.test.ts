import { DescribeInterconnectsCommand, UpdateLagCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import type { Simulator } from './harness.ts';
import { hostedOn, join, lagOf, leave, startLags } from './lags.ts';

async function interconnectState({ partner }: Simulator, interconnectId: string) {
  const { interconnects } = await partner.send(new DescribeInterconnectsCommand({ interconnectId }));
  return interconnects?.[0]?.interconnectState;
}

async function lagState(simulator: Simulator, lagId: string) {
  return (await lagOf(simulator, lagId))?.lagState;
}

describe('a link that goes down', () => {
  it('takes its LAG down if too few are left, and all lines with it, until it is up again', async () => {
    const simulator = await startLags();

    const down = await simulator.admin.setLink({ id: 'dxcon-one', state: 'down' });
    const lag = await lagOf(simulator, 'dxlag-pair');
    const lines = await hostedOn(simulator, 'dxlag-pair');
    const up = await simulator.admin.setLink({ id: 'dxcon-one', state: 'up' });

    expect(lag).toMatchObject({ lagState: 'down', numberOfConnections: 2 });
    expect(lag?.connections?.map(({ connectionState }) => connectionState)).toEqual(['down', 'available']);
    expect(lines).toEqual(['dxcon-pair down dxlag-pair']);
    expect(await lagState(simulator, 'dxlag-pair')).toBe('available');
    expect(await hostedOn(simulator, 'dxlag-pair')).toEqual(['dxcon-pair available dxlag-pair']);
    const common = { time: simulator.clock.now(), id: 'dxcon-one', lagId: 'dxlag-pair' };
    expect((await simulator.admin.journal()).links).toEqual([
      { ...common, seq: 1, state: 'down', lagState: 'down' },
      { ...common, seq: expect.any(Number), state: 'up', lagState: 'available' },
    ]);
    expect([...down, ...up]).toEqual((await simulator.admin.journal()).links);
  });

  it('leaves its LAG up while there are enough', async () => {
    const simulator = await startLags();
    await simulator.partner.send(new UpdateLagCommand({ lagId: 'dxlag-pair', minimumLinks: 1 }));

    const [entry] = await simulator.admin.setLink({ id: 'dxcon-one', state: 'down' });
    const { parents } = await simulator.admin.topology();

    expect(entry?.lagState).toBe('available');
    expect(parents.find(({ id }) => id === 'dxlag-pair')).toMatchObject({ state: 'available', liveLinks: 1 });
    expect(parents.find(({ id }) => id === 'dxcon-one')).toMatchObject({ state: 'down', liveLinks: null });
    expect(await hostedOn(simulator, 'dxlag-pair')).toEqual(['dxcon-pair available dxlag-pair']);
  });

  it('takes the last one with it, though minimumLinks is 0', async () => {
    const simulator = await startLags();
    await simulator.partner.send(new UpdateLagCommand({ lagId: 'dxlag-pair', minimumLinks: 0 }));

    await simulator.admin.setLink({ id: 'dxcon-one', state: 'down' });
    const [last] = await simulator.admin.setLink({ id: 'dxcon-two', state: 'down' });

    expect(last?.lagState).toBe('down');
  });

  it('of an interconnect of its own takes its lines down', async () => {
    const simulator = await startLags();

    const [entry] = await simulator.admin.setLink({ id: 'dxcon-a', state: 'down' });

    expect(entry).toMatchObject({ lagId: null, lagState: null });
    expect(await interconnectState(simulator, 'dxcon-a')).toBe('down');
    expect(await hostedOn(simulator, 'dxcon-a')).toEqual([
      ...['dxcon-line1 down undefined', 'dxcon-line2 down undefined', 'dxcon-gone deleted undefined'],
    ]);
  });

  it('is told later where Describe lags behind', async () => {
    const simulator = await startLags('settings: { describeLagMs: 1000, describeLag: fixed }\n');
    await simulator.admin.setLink({ id: 'dxcon-one', state: 'down' });

    simulator.clock.advance(999);
    const before = await lagState(simulator, 'dxlag-pair');
    simulator.clock.advance(1);

    expect([before, await lagState(simulator, 'dxlag-pair')]).toEqual(['available', 'down']);
  });

  it('does not count for its LAG: it may leave, and brings nothing where it joins', async () => {
    const simulator = await startLags('settings: { transitionMs: 0 }\n');
    await simulator.admin.setLink({ id: 'dxcon-one', state: 'down' });

    // dxlag-pair needs two links, and has one already.
    await expect(leave(simulator, 'dxcon-one', 'dxlag-pair')).resolves.toBeDefined();
    await expect(leave(simulator, 'dxcon-two', 'dxlag-pair')).resolves.toBeDefined();
    await join(simulator, 'dxcon-one', 'dxlag-empty');

    expect(await lagState(simulator, 'dxlag-empty')).toBe('down');
    await simulator.admin.setLink({ id: 'dxcon-one', state: 'up' });
    expect(await lagState(simulator, 'dxlag-empty')).toBe('available');
  });

  it('may go from its LAG to another, since it takes nothing from it', async () => {
    const simulator = await startLags();
    await expect(join(simulator, 'dxcon-one', 'dxlag-empty')).rejects.toThrow('minimum of 2 links');
    await simulator.admin.setLink({ id: 'dxcon-one', state: 'down' });

    await expect(join(simulator, 'dxcon-one', 'dxlag-empty')).resolves.toMatchObject({ connectionState: 'down' });
  });

  it('named by its LAG is each of its members', async () => {
    const simulator = await startLags();

    const entries = await simulator.admin.setLink({ id: 'dxlag-pair', state: 'down' });

    expect(entries.map(({ id, lagState: state }) => `${id} ${state}`)).toEqual(['dxcon-one down', 'dxcon-two down']);
    expect(await interconnectState(simulator, 'dxcon-two')).toBe('down');
  });

  it('of a LAG whose links were never told is the LAG itself', async () => {
    const simulator = await startLags();

    const [down] = await simulator.admin.setLink({ id: 'dxlag-empty', state: 'down' });
    const between = await lagState(simulator, 'dxlag-empty');
    await simulator.admin.setLink({ id: 'dxlag-empty', state: 'up' });

    expect(down).toMatchObject({ id: 'dxlag-empty', lagId: null });
    expect([between, await lagState(simulator, 'dxlag-empty')]).toEqual(['down', 'available']);
  });

  it.each([
    ['{"id":"dxcon-nowhere","state":"down"}', 404, 'dxcon-nowhere is neither an interconnect nor a LAG'],
    ['{"id":"dxcon-line1","state":"down"}', 404, 'dxcon-line1 is neither an interconnect nor a LAG'],
    ['{"id":"dxcon-one","state":"gone"}', 400, 'state: expected one of "down", "up"'],
    ['', 400, 'the body is not JSON; expected one link'],
  ])('%s is rejected', async (body, status, message) => {
    const { server, admin } = await startLags();

    const response = await fetch(`${server.url}/_admin/links`, { method: 'POST', body });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining(message) });
    expect((await admin.journal()).links).toEqual([]);
  });
});
