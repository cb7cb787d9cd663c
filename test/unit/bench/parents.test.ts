import { describe, expect, it } from 'vitest';
import { OWNERS, PARENTS, topologyWith } from '../../bench/bed/parents.ts';

describe.each([20, 50, 110, 1_000, 4_000])('the topology with %i lines on each parent', (lines) => {
  const { topology, movers } = topologyWith(lines);
  const { hostedConnections: all } = topology;
  const on = (parent: string) => all.filter((line) => line.parent === parent);

  it('has as many on both', () => {
    expect(PARENTS.map((parent) => on(parent).length)).toEqual([lines, lines]);
  });

  it('moves one line of each parent by turns, so that both keep their number', () => {
    expect(movers.map(({ parent }) => parent)).toEqual(movers.map((_, index) => PARENTS[index % 2]));
    expect(movers).toHaveLength(40);
  });

  it('moves lines whose VLANs are free on the other parent, and whose owners are the tenant’s and move no other line', () => {
    const moved = movers.map(({ connectionId }) => all.find(({ id }) => id === connectionId));
    for (const line of moved) {
      const others = all.filter(({ id }) => id !== line?.id);
      expect(others.filter(({ vlan }) => vlan === line?.vlan)).toEqual([]);
    }
    expect(new Set(moved.map((line) => line?.ownerAccount))).toEqual(new Set(OWNERS));
    expect(OWNERS).toHaveLength(moved.length);
  });

  it('has its movers all over a listing, not on its first page only', () => {
    const places = movers
      .filter(({ parent }) => parent === PARENTS[0])
      .map(({ connectionId }) => on(PARENTS[0]).findIndex(({ id }) => id === connectionId));
    expect(Math.min(...places)).toBe(0);
    expect(Math.max(...places)).toBeGreaterThanOrEqual(0.95 * lines - 1);
  });
});
