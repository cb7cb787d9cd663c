import { readFileSync } from 'node:fs';
import { AssociateConnectionWithLagCommand, DescribeHostedConnectionsCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { plannedAfterMove } from '../src/line-outage.ts';
import { parseTopology } from '../src/topology.ts';
import { createWorld } from '../src/world.ts';
import { failureOf } from './harness.ts';
import { interfaceState, move, startLines, startPlanned, stateOf, statesAt, withInterface } from './lines.ts';

describe('a line that was moved', () => {
  it('keeps its state by default, and the journal has nothing about it', async () => {
    const simulator = await startLines();

    const answer = await move(simulator);

    expect(answer.connectionState).toBe('available');
    expect(await statesAt(simulator, [0, 86_400_000])).toEqual(['available', 'available']);
    expect((await simulator.admin.journal()).lines).toEqual([]);
  });

  it('comes back late', async () => {
    const simulator = await startPlanned('{ kind: comesLate, afterMs: 5000 }');

    const answer = await move(simulator);

    expect(answer.connectionState).toBe('down');
    expect(await statesAt(simulator, [0, 4999, 5000])).toEqual(['down', 'down', 'available']);
  });

  it('does not come back', async () => {
    const simulator = await startPlanned('{ kind: staysDown, state: pending }');

    await move(simulator);

    expect(await statesAt(simulator, [0, 86_400_000])).toEqual(['pending', 'pending']);
  });

  it('flaps, and is up in the end', async () => {
    const simulator = await startPlanned('{ kind: flaps, downMs: 100, upMs: 200, rounds: 2 }');

    await move(simulator);

    const states = await statesAt(simulator, [0, 99, 100, 299, 300, 399, 400, 10_000]);
    expect(states).toEqual(['down', 'down', 'available', 'available', 'down', 'down', 'available', 'available']);
  });

  it('is good at first and fails later', async () => {
    const simulator = await startPlanned('{ kind: staysDown, startsAfterMs: 60000 }');

    const answer = await move(simulator);

    expect(answer.connectionState).toBe('available');
    expect(await statesAt(simulator, [59_999, 60_000])).toEqual(['available', 'down']);
  });

  it('shows the state in transition first, where there is one', async () => {
    const simulator = await startLines(
      'settings: { stateWhileTransitioning: pending, transitionMs: 100, afterMove: [{ kind: comesLate, afterMs: 200 }] }\n',
    );

    await move(simulator);

    expect(await statesAt(simulator, [0, 100, 200])).toEqual(['pending', 'down', 'available']);
  });

  it('has its virtual interface down with it', async () => {
    const simulator = await startLines(
      `${withInterface}settings: { virtualInterfaceMs: 100, afterMove: [{ kind: comesLate, afterMs: 200 }] }\n`,
    );
    await move(simulator);

    simulator.clock.advance(100);
    const down = await interfaceState(simulator);
    simulator.clock.advance(100);

    expect([down, await interfaceState(simulator)]).toEqual(['down down', 'available up']);
  });

  it('that is not up yet stays what it is', async () => {
    const simulator = await startPlanned('{ kind: comesLate, afterMs: 5000 }');

    await move(simulator, 'dxcon-ordered');

    expect(await statesAt(simulator, [0, 5000], 'dxcon-ordered')).toEqual(['ordering', 'ordering']);
  });

  it('is down or up as of the moment that a lagging answer tells about', async () => {
    const simulator = await startLines(
      'settings: { describeLagMs: 1000, describeLag: fixed, afterMove: [{ kind: comesLate, afterMs: 500 }] }\n',
    );
    await move(simulator);

    expect(await statesAt(simulator, [999, 1000, 1499, 1500])).toEqual(['available', 'down', 'down', 'available']);
  });

  it('is as it is from a new start after another move', async () => {
    const simulator = await startPlanned('{ kind: staysDown, parent: dxcon-new }');
    await move(simulator);
    simulator.clock.advance(10_000);
    expect(await stateOf(simulator)).toBe('down');

    const answer = await move(simulator, 'dxcon-line1', 'dxcon-old');

    expect(answer.connectionState).toBe('available');
  });

  it('can be moved while it is down, unless movableStates says otherwise', async () => {
    const plan = 'afterMove: [{ kind: staysDown }], transitionMs: 0';
    const [lenient, strict] = [
      await startLines(`settings: { ${plan} }\n`),
      await startLines(`settings: { ${plan}, movableStates: [available] }\n`),
    ];
    await move(lenient);
    await move(strict);

    await expect(move(lenient, 'dxcon-line1', 'dxcon-old')).resolves.toBeDefined();
    await expect(move(strict, 'dxcon-line1', 'dxcon-old')).rejects.toThrow('dxcon-line1 is in state down');
  });
});

/** What becomes of each of a thousand lines after its first move, then of each after its second. */
function drawn(seed: number) {
  const lines = Array.from({ length: 1000 }, (_, index) => {
    return `  - { id: dxcon-line${index}, parent: dxcon-old, ownerAccount: "111122223333", vlan: ${index + 1} }\n`;
  });
  const plans = '[{ kind: staysDown, share: 0.1 }, { kind: comesLate, afterMs: 1, share: 0.4 }]';
  const text = `account: "999988887777"\ninterconnects: [{ id: dxcon-old, location: A }]\nhostedConnections:\n${lines.join('')}settings: { seed: ${seed}, afterMove: ${plans} }\n`;
  const world = createWorld(parseTopology(text, 'test.yaml'));
  return [1, 2].flatMap((at) =>
    [...world.hostedConnections.keys()].map((id) => {
      world.place(id, 'dxcon-old', at);
      return plannedAfterMove(world, world.connection(id), 'dxcon-old')?.kind;
    }),
  );
}

describe('what is planned for it', () => {
  it('is the first plan for its new parent', async () => {
    const simulator = await startPlanned(
      '{ kind: staysDown, parent: dxcon-other }',
      '{ kind: comesLate, afterMs: 1000 }',
    );
    await move(simulator, 'dxcon-line1', 'dxcon-new');
    await move(simulator, 'dxcon-line2', 'dxcon-other');

    simulator.clock.advance(1000);

    expect([await stateOf(simulator), await stateOf(simulator, 'dxcon-line2')]).toEqual(['available', 'down']);
  });

  it('is the line’s own where it has one, even if that is nothing', async () => {
    const own = (id: string, vlan: number, afterMove: string) =>
      `  - { id: ${id}, parent: dxcon-old, ownerAccount: "111122223333", vlan: ${vlan}, afterMove: ${afterMove} }\n`;
    const simulator = await startLines(
      `${own('dxcon-late', 8, '[{ kind: comesLate, afterMs: 10 }]')}${own('dxcon-plain', 9, '[]')}settings: { afterMove: [{ kind: staysDown }] }\n`,
    );

    const answers = [await move(simulator), await move(simulator, 'dxcon-late'), await move(simulator, 'dxcon-plain')];
    simulator.clock.advance(10);

    expect(answers.map(({ connectionState }) => connectionState)).toEqual(['down', 'down', 'available']);
    expect([await stateOf(simulator), await stateOf(simulator, 'dxcon-late')]).toEqual(['down', 'available']);
  });

  it('is drawn by its share, for each move anew, and the same on every run of the same seed', () => {
    const first = drawn(1);

    expect(drawn(1)).toEqual(first);
    expect(drawn(2)).not.toEqual(first);
    // Drawn once and for all: 200 and 800 are expected of 2,000.
    const [down, late] = [first.filter((kind) => kind === 'staysDown'), first.filter((kind) => kind === 'comesLate')];
    expect([Math.round(down.length / 50), Math.round(late.length / 50)]).toEqual([4, 16]);
    expect(first.slice(0, 1000)).not.toEqual(first.slice(1000));
  });

  it('may be what the README has as its example', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [world, plans] = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map(([, code]) => code);

    const { settings } = parseTopology(`${world}${plans}`, 'README.md');

    expect(settings.afterMove.map(({ kind, share }) => `${kind} ${share}`)).toEqual([
      ...['staysDown 0.02', 'flaps 0.05', 'comesLate 1'],
    ]);
  });

  it.each([
    ['{ kind: staysDown, share: 1.1 }', 'settings.afterMove[0].share: expected a number from 0 to 1, found 1.1'],
    ['{ kind: staysDown, afterMs: 1 }', 'settings.afterMove[0].afterMs: unknown key'],
    ['{ kind: gone }', 'settings.afterMove[0].kind: expected one of "comesLate", "staysDown", "flaps", found "gone"'],
  ])('%s is an error in the file', (plan, message) => {
    const text = `account: "999988887777"\nsettings: { afterMove: [${plan}] }\n`;

    expect(() => parseTopology(text, 't.yaml')).toThrow(`t.yaml:2: ${message}`);
  });

  it('takes a time within its spread, another one for another line', async () => {
    const simulator = await startPlanned('{ kind: comesLate, afterMs: 1000, spreadMs: 5000 }');
    const start = simulator.clock.now();

    await move(simulator, 'dxcon-line1');
    await move(simulator, 'dxcon-line2');

    const { lines } = await simulator.admin.journal();
    const backAfter = lines.map(({ states }) => (states.at(-1)?.at ?? 0) - start);
    expect(new Set(backAfter).size).toBe(2);
    for (const time of backAfter) {
      expect(time).toBeGreaterThanOrEqual(1000);
      expect(time).toBeLessThanOrEqual(6000);
    }
    const [time = 0] = backAfter;
    expect(await statesAt(simulator, [time - 1, time])).toEqual(['down', 'available']);
  });
});

describe('a fault of a line', () => {
  it('lets the call pass, meets the move, and is used up', async () => {
    const simulator = await startLines();
    await simulator.admin.armFault({ kind: 'staysDown', parentConnectionId: 'dxcon-new' });

    await move(simulator, 'dxcon-line1', 'dxcon-other');
    const answer = await move(simulator, 'dxcon-line2');
    const { calls, lines } = await simulator.admin.journal();

    expect([answer.connectionState, await stateOf(simulator)]).toEqual(['down', 'available']);
    expect(calls.map(({ fault, answer: { kind } }) => [fault, kind])).toContainEqual([null, 'success']);
    expect(lines).toEqual([
      {
        ...{ seq: expect.any(Number), time: simulator.clock.now(), connectionId: 'dxcon-line2', kind: 'staysDown' },
        ...{ states: [{ at: simulator.clock.now(), value: 'down' }], faultId: 1 },
        callSeq: calls.find(({ parameters }) => Object(parameters).connectionId === 'dxcon-line2')?.seq,
      },
    ]);
    expect(await simulator.admin.faults()).toEqual([]);
  });

  it('goes before what the topology has planned', async () => {
    const simulator = await startPlanned('{ kind: staysDown }');
    await simulator.admin.armFault({ kind: 'comesLate', afterMs: 10, connectionId: 'dxcon-line1' });

    await move(simulator);

    expect(await statesAt(simulator, [0, 10])).toEqual(['down', 'available']);
  });

  it('is not used up by a call that is refused', async () => {
    const simulator = await startLines();
    await simulator.admin.armFault({ kind: 'staysDown' });
    await failureOf(move(simulator, 'dxcon-line1', 'dxcon-nowhere'));

    expect(await simulator.admin.faults()).toMatchObject([{ remaining: 1 }]);
    await expect(move(simulator)).resolves.toMatchObject({ connectionState: 'down' });
  });

  it('meets a move whose answer is lost, and one that takes effect late', async () => {
    const simulator = await startLines();
    await simulator.admin.armFault({ kind: 'drop', effect: 'late', effectAfterMs: 1000 });
    await simulator.admin.armFault({ kind: 'comesLate', afterMs: 500 });

    await failureOf(move(simulator));

    expect(await statesAt(simulator, [999, 1000, 1499, 1500])).toEqual(['available', 'down', 'down', 'available']);
    const { calls, lines } = await simulator.admin.journal();
    expect(calls[0]?.fault).toMatchObject({ kind: 'drop' });
    expect(lines).toMatchObject([{ faultId: 2, callSeq: calls[0]?.seq }]);
  });

  it('meets lines that come along with their interconnect, by their own ids', async () => {
    const simulator = await startLines();
    const operation = 'AssociateConnectionWithLag';
    await simulator.admin.armFault({ kind: 'staysDown', operation, connectionId: 'dxcon-line2' });

    await simulator.partner.send(
      new AssociateConnectionWithLagCommand({ connectionId: 'dxcon-old', lagId: 'dxlag-new' }),
    );

    const command = new DescribeHostedConnectionsCommand({ connectionId: 'dxlag-new' });
    const { connections } = await simulator.partner.send(command);
    expect(connections?.map(({ connectionId, connectionState }) => `${connectionId} ${connectionState}`)).toEqual([
      ...['dxcon-line1 available', 'dxcon-line2 down', 'dxcon-ordered ordering'],
    ]);
  });

  it.each([
    ['{"kind":"staysDown","operation":"UpdateLag"}', 'the fault: expected one of AssociateHostedConnection'],
    ['{"kind":"comesLate"}', 'afterMs: missing'],
    ['{"kind":"flaps","downMs":1,"upMs":1,"rounds":101}', 'rounds: expected a whole number from 1 to 100, found 101'],
    ['{"kind":"staysDown","share":0.5}', 'share: unknown key'],
  ])('%s is rejected', async (body, message) => {
    const { server } = await startLines();

    const response = await fetch(`${server.url}/_admin/faults`, { method: 'POST', body });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining(message) });
  });
});
