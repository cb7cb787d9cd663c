import fc from 'fast-check';
import type { Inventory, Line, Port } from '../../../../src/drain/plan/inventory.ts';
import type { GroupRow } from '../../../../src/drain/plan/parse-groups.ts';
import type { PlanRequest } from '../../../../src/drain/plan/plan-request.ts';
import { FROM, HOUR, lag, line, port, READ_AT, request } from './given.ts';

export interface RandomWorld {
  inventory: Inventory;
  request: PlanRequest;
}

const SPEEDS = [50, 100, 200, 300, 400, 500, 1_000, 2_000, 5_000, 10_000];
const OWNERS = ['111122223333', '222233334444', '333344445555'];
const STATES = [...Array.from({ length: 16 }, () => 'available'), 'down', 'ordering', 'deleting', 'unknown'];

const target = (index: number): fc.Arbitrary<Port> =>
  fc
    .record({
      isLag: fc.boolean(),
      up: fc.integer({ min: 0, max: 3 }),
      state: fc.constantFrom('available', 'available', 'available', 'down'),
      location: fc.constantFrom('EqFR5', 'EqFR5', 'EqFR5', 'EMuc2'),
      logicalDevice: fc.constantFrom('d1', 'd2', 'd3'),
      linkMbps: fc.constantFrom(1_000, 10_000),
      jumboFrameCapable: fc.constantFrom(true, true, false),
    })
    .map(({ isLag, up, ...fields }) => {
      if (!isLag) return port({ id: `dxcon-t${index}`, ...fields });
      const links = [0, 1, 2].map((at) => ({ id: `dxcon-t${index}m${at}`, state: at < up ? 'available' : 'down' }));
      return lag({ id: `dxlag-t${index}`, links, ...fields });
    });

/** Of few VLANs and little room, so that lines are in each other's way. */
const hosted = (id: string, parents: readonly string[]): fc.Arbitrary<Line> =>
  fc
    .record({
      parentConnectionId: fc.constantFrom(...parents),
      vlan: fc.integer({ min: 1, max: 40 }),
      mbps: fc.constantFrom(...SPEEDS),
      ownerAccount: fc.constantFrom(...OWNERS),
      state: fc.constantFrom(...STATES),
      jumboFrameCapable: fc.boolean(),
      logicalDevice: fc.constantFrom('d0', 'd1', 'd2'),
    })
    .map((fields) => line(id, fields));

const row = (connectionId: string): fc.Arbitrary<GroupRow> =>
  fc.record(
    {
      connectionId: fc.constant(connectionId),
      group: fc.constantFrom('g1', 'g2'),
      exempt: fc.constantFrom(false, false, false, true),
    },
    { requiredKeys: ['connectionId', 'exempt'] },
  );

/** Up to so many lines on the source, and half as many elsewhere. */
export function randomWorlds(mostLines: number, mostTargets: number): fc.Arbitrary<RandomWorld> {
  return fc.integer({ min: 1, max: mostTargets }).chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_, index) => target(index))).chain((targets) => {
      const ids = targets.map(({ id }) => id);
      const source = Array.from({ length: mostLines }, (_, index) => hosted(`dxcon-s${index}`, ['dxcon-old']));
      const others = Array.from({ length: Math.ceil(mostLines / 2) }, (_, index) =>
        hosted(`dxcon-o${index}`, [...ids, 'dxcon-other']),
      );
      return fc
        .record({
          source: fc.tuple(...source),
          kept: fc.integer({ min: 1, max: mostLines }),
          others: fc.tuple(...others),
          rows: fc.tuple(...Array.from({ length: mostLines }, (_, index) => row(`dxcon-s${index}`))),
          withRows: fc.boolean(),
          pinned: fc.option(fc.constantFrom(...ids), { nil: undefined }),
          spareLinks: fc.constantFrom(0, 1),
          capacityFactor: fc.constantFrom(0.5, 1, 1, 2),
        })
        .map(
          ({ source, kept, others, rows, withRows, pinned, spareLinks, capacityFactor }): RandomWorld => ({
            inventory: {
              readAtMs: READ_AT,
              ports: [
                port({ id: 'dxcon-old', logicalDevice: 'd0' }),
                port({ id: 'dxcon-other', logicalDevice: 'd1' }),
                ...targets,
              ],
              lines: [...source.slice(0, kept), ...others],
              guards: {},
              openRequests: [{ connectionId: 'dxcon-s3', tenant: 'orders', requestId: 'r', state: 'RECEIVED' }],
            },
            request: request({
              targets: ids,
              window: { fromMs: FROM, toMs: FROM + 100 * HOUR },
              rules: { spareLinks, capacityFactor },
              ...(withRows ? { groups: rows } : {}),
              ...(pinned ? { pins: { 'dxcon-s0': pinned } } : {}),
            }),
          }),
        );
    }),
  );
}
