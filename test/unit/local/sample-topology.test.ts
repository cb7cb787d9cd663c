import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readTopology } from '../../../local/read-topology.ts';

it('the sample has about 40 connections of several customers, and two conflicts for moves to run into', () => {
  const { hostedConnections, interconnects, lags, virtualInterfaces } = readTopology(
    fileURLToPath(new URL('../../../local/samples/topology.yaml', import.meta.url)),
  );

  expect(hostedConnections.length).toBeGreaterThanOrEqual(40);
  expect(new Set(hostedConnections.map(({ ownerAccount }) => ownerAccount)).size).toBe(6);
  expect(new Set(interconnects.map(({ location }) => location)).size).toBe(2);
  const onLag = hostedConnections.filter(({ parent }) => parent === 'dxlag-fra00001').map(({ vlan }) => vlan);
  expect(onLag).toContain(hostedConnections.find(({ id }) => id === 'dxcon-fg100009')?.vlan);
  expect(virtualInterfaces.length).toBeGreaterThanOrEqual(2);
  expect(lags.length).toBeGreaterThanOrEqual(2);
});
