import { AssociateHostedConnectionCommand, DescribeLagsCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { AdminError } from '../src/admin-client.ts';
import type { JournalView } from '../src/journal.ts';
import { rawCall, startSimulator } from './harness.ts';

const toTarget = new AssociateHostedConnectionCommand({
  connectionId: 'dxcon-hosted1',
  parentConnectionId: 'dxlag-target',
});

describe('the admin endpoint', () => {
  it('lists armed faults with their remaining count, and clears them', async () => {
    const { admin, partner } = await startSimulator();
    await admin.armFault({ kind: 'throttle', operation: 'DescribeLags', times: 2, afterCalls: 1 });
    await partner.send(new DescribeLagsCommand({}));
    await expect(partner.send(new DescribeLagsCommand({}))).rejects.toThrow('Rate exceeded');

    const listed = await admin.faults();
    await admin.clearFaults();

    expect(listed).toMatchObject([{ id: 1, fault: { kind: 'throttle', times: 2 }, toPass: 0, remaining: 1 }]);
    expect(await admin.faults()).toEqual([]);
    await expect(partner.send(new DescribeLagsCommand({}))).resolves.toBeDefined();
  });

  it.each([
    ['{"kind":"explode"}', 'kind: expected one of "throttle", "accessDenied", "error"'],
    ['{"kind":"throttle","conectionId":"dxcon-1"}', 'conectionId: unknown key'],
    ['{"kind":"latency"}', 'ms: missing'],
    ['{"kind":"latency","ms":-1}', 'ms: expected a whole number of milliseconds from 0 to 86400000, found -1'],
    ['{"kind":"throttle","effect":"done"}', 'effect: unknown key'],
    ['{"kind":"drop","effect":"late"}', 'the fault: expected effectAfterMs with effect late, and only with it'],
    ['{"kind":"drop","effectAfterMs":5}', 'the fault: expected effectAfterMs with effect late, and only with it'],
    [
      '{"kind":"drop","operation":"DescribeLags","effect":"done"}',
      'the fault: expected effect none: an operation that only reads has no effect',
    ],
    ['{"kind":"throttle","operation":"DeleteLag"}', 'operation: expected one of "AssociateHostedConnection"'],
    ['not JSON', 'the body is not JSON; expected one fault, e.g. {"kind":"throttle"}'],
  ])('rejects %s and arms nothing', async (body, message) => {
    const { server, admin } = await startSimulator();

    const response = await fetch(`${server.url}/_admin/faults`, { method: 'POST', body });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining(message) });
    expect(await admin.faults()).toEqual([]);
  });

  it('lists its paths when asked for another one', async () => {
    const { server } = await startSimulator();

    const response = await fetch(`${server.url}/_admin/toString`);

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('GET /_admin/journal') });
  });

  it('returns its errors through the typed client, too', async () => {
    const { admin } = await startSimulator();

    const rejection = admin.armFault({ kind: 'latency', ms: -1 });

    await expect(rejection).rejects.toThrow(AdminError);
    await expect(rejection).rejects.toThrow('POST /_admin/faults: 400: ms: expected');
  });

  it('keeps every call, refused ones too, and every effective move, in one order', async () => {
    const { admin, partner, clock } = await startSimulator();
    await partner.send(toTarget);
    clock.advance(10);
    await expect(partner.send(toTarget)).rejects.toThrow('transitioning');

    const { calls, moves } = await admin.journal();

    const parameters = { connectionId: 'dxcon-hosted1', parentConnectionId: 'dxlag-target' };
    const common = { operation: 'AssociateHostedConnection', parameters, account: '999988887777' };
    expect(calls).toMatchObject([
      { seq: 1, ...common, accessKeyId: 'PARTNERKEY', answer: { kind: 'success', status: 200 }, fault: null },
      { seq: 3, ...common, answer: { kind: 'error', status: 400, origin: 'quoted' }, time: clock.now() },
    ]);
    expect(moves).toMatchObject([{ seq: 2, callSeq: 1, requestId: calls[0]?.requestId, from: 'dxcon-source' }]);
  });

  it('drops the oldest calls when the journal is full, says how many, and never returns half of one', async () => {
    const { admin, partner, server } = await startSimulator('settings: { journalMiB: 1 }\n');
    await partner.send(toTarget);
    const call = { connectionId: 'dxcon-source', comment: 'x'.repeat(300_000) };
    for (let count = 0; count < 4; count += 1) await rawCall(server.url, 'DescribeHostedConnections', call);

    const response = await fetch(`${server.url}/_admin/journal`);
    const journal = (await response.json()) as JournalView;

    expect(journal.dropped).toEqual({ calls: 2, moves: 1, lines: 0, links: 0 });
    expect(journal.calls.map(({ seq }) => seq)).toEqual([4, 5, 6]);
    expect(journal.moves).toEqual([]);
    await expect(admin.journal()).rejects.toThrow('the journal has dropped its oldest calls (2) with their moves (1)');
  });

  it('counts a late move of a call that has left the journal, and goes on', async () => {
    const { admin, partner, server, clock } = await startSimulator('settings: { journalMiB: 1 }\n');
    await admin.armFault({ kind: 'drop', effect: 'late', effectAfterMs: 1000 });
    await expect(partner.send(toTarget)).rejects.toThrow();
    const call = { connectionId: 'dxcon-source', comment: 'x'.repeat(600_000) };
    for (let count = 0; count < 2; count += 1) await rawCall(server.url, 'DescribeHostedConnections', call);

    clock.advance(1000);

    const response = await fetch(`${server.url}/_admin/journal`);
    expect(((await response.json()) as JournalView).dropped).toEqual({ calls: 2, moves: 1, lines: 0, links: 0 });
  });

  it('shows the truth: parents, what is on each, and what is in transition', async () => {
    const { admin, partner, clock } = await startSimulator(`
virtualInterfaces:
  - { id: dxvif-a, connection: dxcon-hosted1, asn: 65000, peers: [{ amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }] }
settings: { transitionMs: 1000 }
`);
    await partner.send(toTarget);

    const { parents, account } = await admin.topology();

    expect(account).toBe('999988887777');
    expect(parents.find(({ id }) => id === 'dxcon-member')).toMatchObject({
      kind: 'interconnect',
      lagId: 'dxlag-target',
    });
    expect(parents.find(({ id }) => id === 'dxlag-target')).toMatchObject({
      kind: 'lag',
      location: 'SITE1',
      hostedConnections: [
        {
          id: 'dxcon-hosted1',
          vlan: 101,
          transitioningUntil: clock.now() + 1000,
          virtualInterfaces: [{ id: 'dxvif-a', state: 'pending' }],
        },
        { id: 'dxcon-there', transitioningUntil: null, virtualInterfaces: [] },
      ],
    });
  });
});
