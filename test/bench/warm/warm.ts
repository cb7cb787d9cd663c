import { SERVES_AT_MOST_MS } from '../../../src/migration/steps/recent-listings.ts';
import { onBed } from '../bed/on-bed.ts';
import type { PartOptions } from '../part.ts';
import type { Section } from '../section.ts';
import { bundleRunner } from '../variants/bundle-runner.ts';
import { packageOurs } from '../variants/ours.ts';
import { bundlePeer, type PeerName } from '../variants/peers.ts';
import { openPair, type Pair, slowDown } from './pair.ts';
import { profileOurs } from './profile-ours.ts';
import { measureRounds, type RoundsOptions, type Taken } from './rounds.ts';
import { sectionsOf } from './sections.ts';

/** Lines on each of the two parents. A page of a listing has 100. */
const SIZES = [20, 50, 110, 1_000, 4_000];

/** Several in a delivery only with the fewest and the most lines: with all, too few messages would come in a round. */
const BATCHES: Batch[] = [
  { batch: 1, sizes: SIZES, warmUp: 100, rounds: 5, roundMs: SERVES_AT_MOST_MS },
  { batch: 10, sizes: [20, 4_000], warmUp: 5, rounds: 4, roundMs: SERVES_AT_MOST_MS },
];

/** One kind of delivery. A round is as long as a listing may serve, so that each has its share of them. */
interface Batch extends Pick<RoundsOptions, 'batch' | 'warmUp' | 'rounds' | 'roundMs'> {
  /** Lines on each parent. */
  sizes: readonly number[];
}

/** What the messages of one kind of delivery took, with so many lines on a parent. */
export interface Sized {
  lines: number;
  batch: number;
  ours: Taken;
  peer: Taken;
}

export interface WarmOptions extends PartOptions {
  /** Whom ours is compared with. */
  peer?: PeerName;
  batches?: readonly Batch[];
}

/** Processor time of a message in a process that runs already, from the event to its end. */
export function measureWarm(options: WarmOptions): Promise<Section[]> {
  const { peer: peerName = 'powertools', batches = BATCHES, progress, log, interruption } = options;
  return onBed(async (folder, bed) => {
    progress('warm: packaging the service');
    const { migrate: ours, migrateBundle } = await packageOurs(folder, interruption);
    const [peer, runner] = [await bundlePeer(peerName, folder), await bundleRunner(folder)];
    const pairs: Pair[] = [];
    try {
      for (const lines of new Set(batches.flatMap(({ sizes }) => sizes))) {
        pairs.push(await openPair({ bed, ours, peer, lines, runner, log }));
      }
      for (const { process } of runnersOf(pairs)) await process.load();
      const measured: Sized[] = [];
      for (const batch of batches) measured.push(...(await measureBatch(batch, pairs, options)));
      const sections = sectionsOf(measured, peerName);
      if (options.profile === undefined) return sections;
      for (const pair of [pairs[0], pairs.at(-1)]) {
        if (pair === undefined) continue;
        progress(`warm: profile with ${pair.lines} lines`);
        sections.push(...(await profileOurs(pair, { migrateBundle, folder: options.profile, interruption })));
      }
      return sections;
    } finally {
      await Promise.all(runnersOf(pairs).map(({ process }) => process.close()));
    }
  });
}

async function measureBatch({ sizes, ...batch }: Batch, all: readonly Pair[], options: WarmOptions): Promise<Sized[]> {
  const { rounds = batch.rounds, progress, interruption } = options;
  const pairs = all.filter(({ lines }) => sizes.includes(lines));
  if (batch.batch > 1) for (const pair of pairs) await slowDown(pair);
  const say = (what: string) => progress(`warm, ${batch.batch} in a delivery: ${what}`);
  const taken = await measureRounds(runnersOf(pairs), { ...batch, rounds, say, interruption });
  return pairs.flatMap(({ lines }, index) => {
    const [ours, peer] = taken.slice(2 * index);
    return ours && peer ? [{ lines, batch: batch.batch, ours, peer }] : [];
  });
}

/** Of each pair ours, and then its peer. */
function runnersOf(pairs: readonly Pair[]) {
  return pairs.flatMap(({ ours, peer }) => [ours, peer]);
}
