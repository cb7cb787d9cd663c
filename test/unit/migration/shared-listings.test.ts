import { expect, it } from 'vitest';
import { sharedListings } from '../../../src/migration/dispatch/shared-listings.ts';
import type { DirectConnect } from '../../../src/migration/ports/direct-connect.ts';

/** Listings that end when the test says so; their order is in the records' ids. */
function listings() {
  const begun: { parentId: string; timeoutMs: number | undefined; end: (error?: Error) => void }[] = [];
  const directConnect = {
    listHosted: (parentId, timeoutMs) => {
      const { promise, resolve, reject } = Promise.withResolvers<{ connectionId: string }[]>();
      const number = begun.length;
      const end = (error?: Error) => (error ? reject(error) : resolve([{ connectionId: `listing-${number}` }]));
      begun.push({ parentId, timeoutMs, end });
      return promise;
    },
  } as Partial<DirectConnect> as DirectConnect;
  return { begun, directConnect };
}

/** All that can happen has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('all who ask while a listing is under way get one that begins after they have asked', async () => {
  const { begun, directConnect } = listings();
  const shared = sharedListings(directConnect, () => 0);
  const first = shared.listHosted('dxlag-a');
  const others = [shared.listHosted('dxlag-a'), shared.listHosted('dxlag-a')];
  await settled();
  expect(begun).toHaveLength(1);
  begun[0]?.end();
  expect(await first).toEqual([{ connectionId: 'listing-0' }]);
  await settled();
  expect(begun).toHaveLength(2);
  begun[1]?.end();
  expect(await Promise.all(others)).toEqual([[{ connectionId: 'listing-1' }], [{ connectionId: 'listing-1' }]]);
});

it('each parent is listed for itself, and anew once no listing is under way', async () => {
  const { begun, directConnect } = listings();
  const shared = sharedListings(directConnect, () => 0);
  const both = [shared.listHosted('dxlag-a'), shared.listHosted('dxlag-b')];
  for (const { end } of begun) end();
  await Promise.all(both);
  await settled();
  const again = shared.listHosted('dxlag-a');
  expect(begun.map(({ parentId }) => parentId)).toEqual(['dxlag-a', 'dxlag-b', 'dxlag-a']);
  begun[2]?.end();
  expect(await again).toEqual([{ connectionId: 'listing-2' }]);
});

it('a listing that fails, fails only for those who asked for it', async () => {
  const { begun, directConnect } = listings();
  const shared = sharedListings(directConnect, () => 0);
  const first = shared.listHosted('dxlag-a');
  const second = shared.listHosted('dxlag-a');
  begun[0]?.end(new Error('throttled'));
  await expect(first).rejects.toThrow('throttled');
  await settled();
  begun[1]?.end();
  expect(await second).toEqual([{ connectionId: 'listing-1' }]);
});

it('the wait for another listing is part of the time that one may take', async () => {
  const { begun, directConnect } = listings();
  let now = 0;
  const shared = sharedListings(directConnect, () => now);
  const first = shared.listHosted('dxlag-a', 1000);
  const second = shared.listHosted('dxlag-a', 1000);
  now = 400;
  begun[0]?.end();
  await first;
  await settled();
  begun[1]?.end();
  await second;
  expect(begun.map(({ timeoutMs }) => timeoutMs)).toEqual([1000, 600]);
});
