import { expect, it } from 'vitest';
import type { Answer } from '../../../src/migration/call/classify-answer.ts';
import type { DirectConnect, Listing } from '../../../src/migration/ports/direct-connect.ts';
import { type LatestListings, observing } from '../../../src/migration/steps/recent-listings.ts';
import { SECOND } from '../../support/world.ts';

const LINE = { connectionId: 'dxcon-line1', vlan: 101 };

/** A Direct Connect whose listings are numbered, and end when the test says so. */
class Begun {
  now = 0;
  answer: Answer = { kind: 'moved', connection: { ...LINE, lagId: 'dxlag-b' } };
  readonly listings: { parentId: string; end: (end: Error | Listing['lines']) => void }[] = [];
  readonly both = observing(this.#directConnect(), () => this.now);

  #directConnect(): DirectConnect {
    return {
      listHosted: async (parentId) => {
        const atMs = this.now;
        const { promise, resolve, reject } = Promise.withResolvers<Listing>();
        const end = (lines: Error | Listing['lines']) =>
          lines instanceof Error ? reject(lines) : resolve({ atMs, lines });
        this.listings.push({ parentId, end });
        return promise;
      },
      describeParent: async () => 'absent',
      associate: async () => this.answer,
    };
  }

  get parents(): string[] {
    return this.listings.map(({ parentId }) => parentId);
  }
}

it('one listing of a parent serves all who ask within ten seconds of its beginning, and says how old it is', async () => {
  const begun = new Begun();
  const { recent } = begun.both;
  const asked = [recent.listHosted('dxlag-a'), recent.listHosted('dxlag-a')];
  begun.listings[0]?.end([LINE]);
  begun.now = 10 * SECOND - 1;
  asked.push(recent.listHosted('dxlag-a'));
  expect(await Promise.all(asked)).toEqual(Array(3).fill({ atMs: 0, lines: [LINE] }));
  begun.now += 1;
  void recent.listHosted('dxlag-a');
  void recent.listHosted('dxlag-b');
  expect(begun.parents).toEqual(['dxlag-a', 'dxlag-a', 'dxlag-b']);
});

it('a long one serves until it was asked for once for every five lines on it', async () => {
  const begun = new Begun();
  const { recent } = begun.both;
  void recent.listHosted('dxlag-a');
  begun.listings[0]?.end(Array.from({ length: 20 }, (_, index) => ({ connectionId: `dxcon-line${index}` })));
  await recent.listHosted('dxlag-a');
  begun.now = 10 * SECOND;
  // A line moved off it changes neither its age nor what was asked of it.
  await recent.associate('dxcon-line1', 'dxlag-b', SECOND);
  for (const _ of ['third', 'fourth']) await recent.listHosted('dxlag-a');
  expect(begun.parents).toHaveLength(1);
  void recent.listHosted('dxlag-a');
  expect(begun.parents).toHaveLength(2);
});

it('a long one serves for thirty seconds at most', async () => {
  const begun = new Begun();
  const { recent } = begun.both;
  void recent.listHosted('dxlag-a');
  begun.listings[0]?.end(Array(4_000).fill(LINE));
  await recent.listHosted('dxlag-a');
  begun.now = 30 * SECOND - 1;
  expect((await recent.listHosted('dxlag-a')).atMs).toBe(0);
  begun.now += 1;
  void recent.listHosted('dxlag-a');
  expect(begun.parents).toHaveLength(2);
});

it('who needs a new one gets it, and it serves the others', async () => {
  const begun = new Begun();
  const { directConnect, recent } = begun.both;
  void recent.listHosted('dxlag-a');
  begun.now = 9 * SECOND;
  const own = directConnect.listHosted('dxlag-a');
  const other = recent.listHosted('dxlag-a');
  begun.listings[1]?.end('absent');
  expect(await own).toEqual({ atMs: 9 * SECOND, lines: 'absent' });
  expect(await other).toEqual({ atMs: 9 * SECOND, lines: 'absent' });
  expect(begun.parents).toHaveLength(2);
});

it('where one connection is wanted, a listing serves that shows it', async () => {
  const begun = new Begun();
  const { directConnect, recent } = begun.both;
  const isWanted = (id: string) => (record: { connectionId?: string }) => record.connectionId === id;
  void recent.listHosted('dxlag-a', SECOND, isWanted('dxcon-line1'));
  begun.listings[0]?.end([LINE]);
  expect((await recent.listHosted('dxlag-a', SECOND, isWanted('dxcon-line1'))).lines).toEqual([LINE]);
  const other = recent.listHosted('dxlag-a', SECOND, isWanted('dxcon-line2'));
  await Promise.resolve();
  expect(begun.parents).toHaveLength(2);
  begun.listings[1]?.end([]);
  expect((await other).lines).toEqual([]);
  // Its listing may end before the last page.
  void directConnect.listHosted('dxlag-a', SECOND, isWanted('dxcon-line1'));
  begun.listings[2]?.end([LINE]);
  expect((await recent.listHosted('dxlag-a')).lines).toEqual([]);
});

it('one that fails is not kept, whether a line was moved meanwhile or not', async () => {
  for (const isMoved of [false, true]) {
    const begun = new Begun();
    const { recent } = begun.both;
    const failing = recent.listHosted('dxlag-a');
    if (isMoved) await recent.associate('dxcon-line1', 'dxlag-a', SECOND);
    begun.listings[0]?.end(new Error('throttled'));
    await expect(failing).rejects.toThrow('throttled');
    void recent.listHosted('dxlag-a');
    expect(begun.parents).toHaveLength(2);
  }
});

it.each(['recent', 'directConnect'] as const)(
  'shows a line where a call by %s has moved it, and nowhere else',
  async (which) => {
    const begun = new Begun();
    const { recent } = begun.both;
    const neighbour = { connectionId: 'dxcon-line2' };
    const parents = ['dxlag-a', 'dxlag-b', 'dxlag-gone', 'dxlag-slow'];
    for (const parent of parents) void recent.listHosted(parent);
    begun.listings[0]?.end([LINE, neighbour]);
    begun.listings[1]?.end([]);
    begun.listings[2]?.end('absent');
    await begun.both[which].associate('dxcon-line1', 'dxlag-b', SECOND);
    // Of before the move, although it ends after it.
    begun.listings[3]?.end([LINE]);
    const shown = await Promise.all(parents.map((parent) => recent.listHosted(parent)));
    expect(shown.map(({ lines }) => lines)).toEqual([[neighbour], [{ ...LINE, lagId: 'dxlag-b' }], 'absent', []]);
    expect(begun.parents).toEqual(parents);
  },
);

it.each<Answer>([
  { kind: 'unclear', error: 'ECONNRESET', answered: false },
  { kind: 'neverRan', cause: 'throttled' },
])('after a call that may have moved the line ($kind), nothing is known of where it may be', async (answer) => {
  const begun = new Begun();
  begun.answer = answer;
  const { recent } = begun.both;
  const parents = ['dxlag-from', 'dxlag-to', 'dxlag-slow', 'dxlag-other'];
  const asked = parents.map((parent) => recent.listHosted(parent));
  const shown: Listing['lines'][] = [[LINE], [], [], [{ connectionId: 'dxcon-line2' }]];
  for (const index of [0, 1, 3]) begun.listings[index]?.end(shown[index] ?? []);
  await Promise.all([asked[0], asked[1], asked[3]]);
  await recent.associate('dxcon-line1', 'dxlag-to', SECOND);
  for (const parent of parents) void recent.listHosted(parent);
  expect(begun.parents.slice(parents.length)).toEqual(['dxlag-from', 'dxlag-to', 'dxlag-slow']);
});

it('all who miss a line at the same time share one new listing', async () => {
  const begun = new Begun();
  const { recent } = begun.both;
  void recent.listHosted('dxlag-a');
  begun.listings[0]?.end([LINE]);
  await recent.listHosted('dxlag-a');
  for (let times = 0; times < 20; times++) void recent.listHosted('dxlag-a', SECOND, () => false);
  expect(begun.parents).toHaveLength(2);
});

it('a listing from a clock that was ahead does not serve', async () => {
  const begun = new Begun();
  const { recent } = begun.both;
  begun.now = 1;
  void recent.listHosted('dxlag-a');
  begun.now = 0;
  void recent.listHosted('dxlag-a');
  expect(begun.parents).toHaveLength(2);
});

it('keeps no listing that serves no more', () => {
  const latest: LatestListings = new Map();
  let now = 0;
  const none = async (): Promise<Listing> => ({ atMs: now, lines: [] });
  const { recent } = observing({ listHosted: none } as Partial<DirectConnect> as DirectConnect, () => now, latest);
  for (now = 0; now < 5; now++) void recent.listHosted(`dxlag-${now}`);
  now = 10 * SECOND + 2;
  void recent.listHosted('dxlag-9');
  expect([...latest.keys()]).toEqual(['dxlag-3', 'dxlag-4', 'dxlag-9']);
});
