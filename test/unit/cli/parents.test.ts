import { BatchGetItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Clients } from '../../../src/cli/context/clients.ts';
import { stageNamed } from '../../../src/cli/context/stage.ts';
import type { Found } from '../../../src/cli/inventory/read-inventory.ts';
import { output } from '../../../src/cli/output/output.ts';
import { count, ranges } from '../../../src/cli/output/words.ts';
import { obstaclesTo } from '../../../src/cli/parents/obstacles.ts';
import { toPortRows } from '../../../src/cli/parents/port-row.ts';
import { run as safeToDelete } from '../../../src/cli/parents/safe-to-delete.ts';
import type { Inventory, Line, Port } from '../../../src/drain/plan/inventory.ts';
import { FakeDirectConnect } from '../../support/fake-direct-connect.ts';

const port = (id: string, more: Partial<Port> = {}): Port => ({
  ...{ id, kind: id.startsWith('dxlag-') ? 'lag' : 'interconnect', state: 'available', allowsHostedConnections: true },
  ...more,
});
const line = (connectionId: string, parentConnectionId: string, more: Partial<Line> = {}): Line => ({
  ...{ connectionId, parentConnectionId, state: 'available', mbps: 500, vlan: 101 },
  ...more,
});
const DECIDED = { by: 'jo', why: 'a test', atMs: 0 };
const LINKS = [
  { id: 'dxcon-link1', state: 'available' },
  { id: 'dxcon-link2', state: 'down' },
];

const inventory = (fields: Partial<Inventory>): Inventory => ({
  ...{ readAtMs: 0, ports: [], lines: [], guards: {}, openRequests: [] },
  ...fields,
});

describe('a row of dxm parents', () => {
  const only = (fields: Partial<Inventory>) => toPortRows(inventory(fields), 1_000)[0];

  it('counts lines that are there, and says where a bandwidth is not known', () => {
    const lines = [
      line('dxcon-line1', 'dxcon-a'),
      line('dxcon-line2', 'dxcon-a', { state: 'deleted', vlan: 102 }),
      line('dxcon-line3', 'dxcon-b'),
    ];
    const ports = [port('dxcon-a', { linkMbps: 1_000 })];
    expect(only({ ports, lines })).toMatchObject({ usedMbps: 500, totalMbps: 1_000, isMore: false, vlans: [101] });
    const { mbps: _, ...unknown } = line('dxcon-line4', 'dxcon-a');
    expect(only({ ports, lines: [...lines, unknown] })).toMatchObject({ usedMbps: 500, isMore: true });
  });

  it('counts on the links of a LAG that are up, and knows nothing of one that names none', () => {
    const lag = port('dxlag-a', { linkMbps: 10_000, links: LINKS, minimumLinks: 0 });
    expect(only({ ports: [lag] })).toMatchObject({ totalMbps: 10_000, linksUp: 1, needs: [] });
    expect(only({ ports: [port('dxlag-a', { linkMbps: 10_000 })] })?.totalMbps).toBeUndefined();
  });

  it.each([
    [
      'a port that is down, with lines on it',
      { state: 'down' },
      [line('dxcon-line1', 'dxlag-a')],
      'dxm drain plan dxlag-a --to …',
    ],
    ['a LAG that goes down with its next link', { links: LINKS, minimumLinks: 1 }, [], 'dxm cordon dxlag-a --why "…"'],
  ])('shows what to do about %s', (_name, fields, lines, todo) => {
    expect(only({ ports: [port('dxlag-a', fields)], lines })?.needs).toMatchObject([{ todo }]);
  });

  it('shows what is in the way: cordons, closed parents, and freezes that are on and meet it', () => {
    const freeze = { ...DECIDED, fromMs: 0, untilMs: 2_000 };
    const freezes = {
      ...{ all: freeze, here: { ...freeze, location: 'EqDC2' }, there: { ...freeze, location: 'EqDA1' } },
      ...{ other: { ...freeze, parent: 'dxcon-b' }, over: { ...freeze, untilMs: 1_000 } },
      ...{ later: { ...freeze, fromMs: 1_001 } },
    };
    const guards = { freezes, cordons: { 'dxcon-a': DECIDED }, closedParents: { 'dxcon-a': DECIDED } };
    expect(only({ ports: [port('dxcon-a', { location: 'EqDC2' })], guards })).toMatchObject({
      ...{ freezes: ['all', 'here'], isCordoned: true, isClosed: true },
      needs: [{ todo: 'dxm parent open dxcon-a --why "…"' }],
    });
  });
});

describe('in the way of deleting a parent', () => {
  const cordons = { 'dxcon-a': DECIDED };
  const found = (fields: Partial<Inventory>, unfinished: object = {}): Found =>
    ({
      inventory: inventory({ ports: [port('dxcon-a')], guards: { cordons }, ...fields }),
      unfinished: { requests: [], verifications: [], ...unfinished },
    }) as unknown as Found;
  const request = (expectedParentConnectionId: string, parentConnectionId: string) => ({
    item: {
      ...{ tenant: 'orders', state: 'HELD' },
      request: { requestId: 'r1', connectionId: 'dxcon-line1', expectedParentConnectionId, parentConnectionId },
    },
  });
  const moved = (source: string, verdict?: string) => ({
    key: { tenant: 'orders', requestId: 'r1' },
    verification: { connectionId: 'dxcon-line1', source, target: 'dxcon-b', verdict },
  });

  it('is nothing, if it is empty and cordoned, and no request is about it', () => {
    const elsewhere = {
      requests: [request('dxcon-b', 'dxcon-c')],
      verifications: [moved('dxcon-c'), moved('dxcon-a', 'HEALTHY')],
    };
    const lines = [line('dxcon-line1', 'dxcon-a', { state: 'rejected' }), line('dxcon-line2', 'dxcon-b')];
    expect(obstaclesTo('dxcon-a', found({ lines }, elsewhere))).toEqual([]);
  });

  it.each([
    [
      'a line that is still going',
      found({ lines: [line('dxcon-line1', 'dxcon-a', { state: 'deleting' })] }),
      '1 line is on it',
    ],
    ['no cordon', found({ guards: {} }), 'not cordoned'],
    [
      'a request from it',
      found({}, { requests: [request('dxcon-a', 'dxcon-b')] }),
      'moved from here: a request is HELD',
    ],
    ['a request to it', found({}, { requests: [request('dxcon-b', 'dxcon-a')] }), 'moved here: a request is HELD'],
    [
      'a line whose way back it is',
      found({}, { verifications: [moved('dxcon-a', 'UNHEALTHY')] }),
      'dxcon-line1 was moved from here and is UNHEALTHY: this is its way back',
    ],
  ])('is %s', (_name, all, said) => {
    const obstacles = obstaclesTo('dxcon-a', all);
    expect(obstacles).toHaveLength(1);
    expect(obstacles[0]?.what).toContain(said);
  });

  describe('is its LAG', () => {
    const UP = LINKS.map(({ id }) => ({ id, state: 'available' }));
    const LAG = { links: UP, minimumLinks: 1, linkMbps: 10_000 };
    const onLag = (mbps: number) => [line('dxcon-line1', 'dxlag-a', { mbps }), line('dxcon-line2', 'dxlag-a')];
    const ofLink = (lag: Partial<Port>, lines: Line[], unfinished: object = {}) => {
      const ports = [port('dxcon-link1', { memberOf: 'dxlag-a' }), port('dxlag-a', lag)];
      const obstacles = obstaclesTo('dxcon-link1', found({ ports, lines }, unfinished));
      expect(obstacles).toHaveLength(1);
      return obstacles[0];
    };
    const LEAVES = 'aws directconnect disassociate-connection-from-lag --connection-id dxcon-link1 --lag-id dxlag-a';

    it('which it may leave if the other links have room for all lines', () => {
      expect(ofLink(LAG, onLag(9_500))).toEqual({
        what: 'it is a link of dxlag-a, which keeps 1 link (10 Gbps) without it',
        todo: LEAVES,
      });
      expect(ofLink({ ...LAG, links: UP.slice(0, 1), minimumLinks: 0 }, [])?.todo).toBe(LEAVES);
    });

    it.each<[string, Partial<Port>, Line[], object, string]>([
      [
        'have no room',
        LAG,
        onLag(17_200),
        {},
        'without it that has 10 Gbps for 2 lines of 17.7 Gbps: move 7.7 Gbps away',
      ],
      [
        'are not up',
        { ...LAG, links: LINKS, minimumLinks: 0 },
        onLag(500),
        {},
        'no link is up for its 2 lines of 1 Gbps',
      ],
      ['are not enough', { ...LAG, minimumLinks: 2 }, onLag(500), {}, 'would have 1 link up without it and needs 2'],
      ['are not enough, though it is empty', { ...LAG, minimumLinks: 2 }, [], {}, 'needs 2: another link'],
      ['are not listed', { minimumLinks: 1, linkMbps: 10_000 }, [], {}, 'does not list'],
      ['have a bandwidth that is not known', { links: UP, minimumLinks: 1 }, onLag(500), {}, 'cannot be known'],
      [
        'have no room for what is on its way',
        LAG,
        [...onLag(9_400), line('dxcon-line3', 'dxcon-b')],
        {
          requests: [
            {
              item: {
                ...{ tenant: 'orders', state: 'CALLING' },
                request: {
                  ...{ requestId: 'r1', connectionId: 'dxcon-line3' },
                  ...{ expectedParentConnectionId: 'dxcon-b', parentConnectionId: 'dxlag-a' },
                },
              },
            },
          ],
        },
        'for 3 lines of 10.4 Gbps',
      ],
    ])('which it may not leave where the others %s', (_name, lag, lines, unfinished, said) => {
      const obstacle = ofLink(lag, lines, unfinished);
      expect(obstacle?.what).toContain(said);
      expect(obstacle?.todo).not.toContain('aws ');
    });
  });
});

describe('dxm parent safe-to-delete', () => {
  afterEach(() => vi.restoreAllMocks());

  /** The second look begins with the third time that ports are asked for: each look reads twice at least. */
  async function found(fake: FakeDirectConnect): Promise<unknown> {
    let shown: unknown;
    let now = 0;
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const dynamoDb = new DynamoDBClient({ region: 'eu-central-1' });
    vi.spyOn(dynamoDb, 'send').mockImplementation(answer);
    const status = await safeToDelete(
      {
        stage: stageNamed('local'),
        aws: { directConnect: fake.client, dynamoDb } as unknown as Clients,
        out: {
          ...output({ json: true }),
          json: (value) => {
            shown = value;
          },
        },
        ask: () => expect.fail('it only looks'),
        // Every look at the clock is ten seconds later, so that nothing is waited for.
        clock: () => {
          now += 10_000;
          return now;
        },
      },
      'dxcon-a',
      { stale: '3' },
    );
    return { status, ...(shown as object) };
  }

  const answer = async (command: unknown) => {
    if (command instanceof ScanCommand) return { Items: [] };
    const control = { pk: { S: 'CONTROL' }, cordons: { S: JSON.stringify({ 'dxcon-a': DECIDED }) } };
    if (command instanceof BatchGetItemCommand) return { Responses: { 'dx-migrator-local-ledger': [control] } };
    throw new Error('what reads only reads');
  };

  it('is true after two looks', async () => {
    const fake = new FakeDirectConnect({ 'dxcon-a': [] });
    expect(await found(fake)).toMatchObject({
      status: 0,
      isSafe: true,
      readings: [expect.any(String), expect.any(String)],
    });
  });

  it('is not where a line comes between the two', async () => {
    const fake = new FakeDirectConnect({ 'dxcon-a': [] });
    let readings = 0;
    fake.meanwhile = (question) => {
      if (question === 'interconnects' && ++readings === 3) fake.lines['dxcon-a'] = ['dxcon-line1'];
    };
    expect(await found(fake)).toMatchObject({ status: 3, isSafe: false, obstacles: [{ what: '1 line is on it' }] });
  });

  it('is not known where the lists do not settle', async () => {
    const fake = new FakeDirectConnect({ 'dxcon-a': [], 'dxcon-b': ['dxcon-line1'], 'dxcon-c': ['dxcon-line1'] });
    await expect(found(fake)).rejects.toMatchObject({ status: 1, where: 'dxcon-line1' });
  });
});

it.each([
  [[3, 1, 2, 7, 9, 8, 5], '1-3, 5, 7-9'],
  [[], ''],
  [[4, 4], '4'],
])('shows %j as %s', (numbers, shown) => {
  expect(ranges(numbers)).toBe(shown);
});

it('counts in words', () => {
  expect([count(1, 'line'), count(2_000, 'line'), count(0, 'entry', 'entries')]).toEqual([
    '1 line',
    '2,000 lines',
    '0 entries',
  ]);
});
