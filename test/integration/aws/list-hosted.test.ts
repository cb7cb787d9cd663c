import { describe, expect, it } from 'vitest';
import { startSimulator } from '../../../packages/direct-connect-simulator/test/harness.ts';
import type { Listing } from '../../../src/migration/ports/direct-connect.ts';
import { adapterFor, answerJson, failureOf, startRawServer } from './harness.ts';

const idsOf = ({ lines }: Listing) => (lines === 'absent' ? lines : lines.map(({ connectionId }) => connectionId));

/** So many connections on the interconnect dxcon-single, which has none of its own. */
function many(count: number): { ids: string[]; extra: string } {
  const ids = Array.from({ length: count }, (_, index) => `dxcon-many${index}`);
  const entry = (id: string, index: number) =>
    `  - { id: ${id}, parent: dxcon-single, ownerAccount: "111122223333", vlan: ${index + 1} }\n`;
  return { ids, extra: ids.map(entry).join('') };
}

describe('listHosted', () => {
  // "If MaxResults is given a value larger than 100, only 100 results are returned" (DescribeHostedConnections).
  it('asks for every page of a parent with more connections than fit on one', async () => {
    const { ids, extra } = many(205);
    const { server, admin } = await startSimulator(extra);

    const listing = await adapterFor(server.url).listHosted('dxcon-single');

    expect(idsOf(listing)).toEqual(ids);
    const { calls } = await admin.journal();
    expect(calls).toHaveLength(3);
    for (const { operation, parameters } of calls) {
      expect(operation).toBe('DescribeHostedConnections');
      expect(parameters).toMatchObject({ connectionId: 'dxcon-single', maxResults: 100 });
    }
  });

  it('asks for every page where the service returns smaller ones than requested', async () => {
    const { ids, extra } = many(5);
    const { server, admin } = await startSimulator(`${extra}settings: { pageSize: 2 }\n`);

    expect(idsOf(await adapterFor(server.url).listHosted('dxcon-single'))).toEqual(ids);
    expect((await admin.journal()).calls).toHaveLength(3);
  });

  it.each([
    ['that is on the second', 'dxcon-many150', 2],
    ['that is on none', 'dxcon-missing', 3],
  ])('asks for no more pages than it takes to find a connection %s', async (_which, wanted, pages) => {
    const { ids, extra } = many(205);
    const { server, admin } = await startSimulator(extra);

    const listing = await adapterFor(server.url).listHosted(
      'dxcon-single',
      undefined,
      ({ connectionId }) => connectionId === wanted,
    );

    expect(idsOf(listing)).toEqual(ids.slice(0, pages * 100));
    expect((await admin.journal()).calls).toHaveLength(pages);
  });

  it('goes on after an empty page that is not the last', async () => {
    const server = await startRawServer((response, _request, number) =>
      answerJson(response, number < 3 ? { connections: [], nextToken: 'more' } : { connections: [{ vlan: 7 }] }),
    );

    expect((await adapterFor(server.url).listHosted('dxcon-a1')).lines).toEqual([{ vlan: 7 }]);
  });

  it('shows a LAG’s connections, and none for a parent without any', async () => {
    const { server } = await startSimulator();
    const { listHosted } = adapterFor(server.url);

    expect(idsOf(await listHosted('dxlag-target'))).toEqual(['dxcon-there']);
    expect(idsOf(await listHosted('dxcon-remote'))).toEqual([]);
  });

  it.each(['dxcon-nowhere', 'dxlag-nowhere', 'dxcon-hosted1'])('of %s, which is not a parent: absent', async (id) => {
    const { server } = await startSimulator();

    expect((await adapterFor(server.url).listHosted(id)).lines).toBe('absent');
  });

  it('is as old as the first question, though its later pages are not', async () => {
    const { extra } = many(5);
    const { server, admin } = await startSimulator(`${extra}settings: { pageSize: 2 }\n`);
    let now = 1000;
    const listing = await adapterFor(server.url, {}, () => now++).listHosted('dxcon-single');
    expect(listing.atMs).toBe(1000);
    expect((await admin.journal()).calls).toHaveLength(3);
  });
});

describe('describeParent', () => {
  const OPEN = { state: 'available', allowsHostedConnections: true };

  it.each([
    ['a LAG', 'dxlag-target', OPEN],
    ['a LAG that hosts nothing', 'dxlag-closed', { ...OPEN, allowsHostedConnections: false }],
    ['a LAG that is gone', 'dxlag-gone', { ...OPEN, state: 'deleted' }],
    ['an interconnect', 'dxcon-single', OPEN],
    ['an interconnect that is a member of a LAG', 'dxcon-member', { ...OPEN, memberOf: 'dxlag-target' }],
    ['an interconnect that does not exist', 'dxcon-nowhere', 'absent'],
    ['a LAG that does not exist', 'dxlag-nowhere', 'absent'],
    ['a hosted connection', 'dxcon-hosted1', 'absent'],
  ])('of %s', async (_name, id, expected) => {
    const { server, admin } = await startSimulator();

    const parent = await adapterFor(server.url).describeParent(id);

    if (typeof expected === 'string') expect(parent).toBe(expected);
    else expect(parent).toEqual({ ...expected, location: expect.any(String), bandwidthMbps: expect.any(Number) });
    const operation = id.startsWith('dxlag-') ? 'DescribeLags' : 'DescribeInterconnects';
    expect((await admin.journal()).calls.map((call) => call.operation)).toEqual([operation]);
  });

  const LAG = { lagId: 'dxlag-a1', lagState: 'available', allowsHostedConnections: true };
  const UP = { connectionState: 'available' };
  const DOWN = { connectionState: 'down' };
  const PORT = { interconnectId: 'dxcon-a1', interconnectState: 'available' };

  it.each<[string, string, object, object]>([
    [
      'the port',
      'dxcon-a1',
      { interconnects: [{ ...PORT, bandwidth: '10Gbps', location: 'EqDC2' }] },
      { bandwidthMbps: 10_000, location: 'EqDC2' },
    ],
    ['the port, which it does not say', 'dxcon-a1', { interconnects: [PORT] }, {}],
    [
      'the links of the LAG that are up',
      'dxlag-a1',
      {
        lags: [
          {
            ...LAG,
            connectionsBandwidth: '1Gbps',
            numberOfConnections: 3,
            connections: [UP, DOWN, UP],
            location: 'EqDC2',
          },
        ],
      },
      { bandwidthMbps: 2_000, location: 'EqDC2' },
    ],
    [
      'the links of the LAG, which it does not say',
      'dxlag-a1',
      { lags: [{ ...LAG, connectionsBandwidth: '1Gbps' }] },
      {},
    ],
    ['the links of the LAG, but not how fast they are', 'dxlag-a1', { lags: [{ ...LAG, connections: [UP] }] }, {}],
  ])('says the bandwidth of %s', async (_of, id, body, expected) => {
    const server = await startRawServer((response) => answerJson(response, body));

    expect(await adapterFor(server.url).describeParent(id)).toEqual({ ...OPEN, ...expected });
  });

  it.each([
    ['dxlag-a1', { lags: [] }],
    ['dxlag-a1', { lags: [{ lagId: 'dxlag-other', lagState: 'available' }] }],
    ['dxlag-a1', { lags: [{ lagId: 'dxlag-a1', allowsHostedConnections: true }] }],
    ['dxlag-a1', { lags: [{ lagId: 'dxlag-a1', lagState: 'unknown', allowsHostedConnections: true }] }],
    ['dxlag-a1', { lags: [{ lagId: 'dxlag-a1', lagState: 'available' }] }],
    ['dxcon-a1', { interconnects: [] }],
    ['dxcon-a1', { interconnects: [{ interconnectId: 'dxcon-other' }] }],
    ['dxcon-a1', { interconnects: [{ interconnectId: 'dxcon-a1' }] }],
    ['dxcon-a1', { interconnects: [{ interconnectId: 'dxcon-a1', interconnectState: 'unknown' }] }],
  ])('of %s from %j concludes nothing', async (id, body) => {
    const server = await startRawServer((response) => answerJson(response, body));

    expect(await failureOf(adapterFor(server.url).describeParent(id))).toMatchObject({
      name: 'ObservationUnavailableError',
      denied: false,
    });
  });
});
