import { join } from 'node:path';
import { createAdminClient } from '#direct-connect-simulator';
import { SERVES_AT_MOST_MS } from '../../../src/migration/steps/recent-listings.ts';
import type { Bed } from '../bed/bed.ts';
import { onBed } from '../bed/on-bed.ts';
import { openSubject } from '../handler/subject.ts';
import type { PartOptions } from '../part.ts';
import { profileSections } from '../profile/sections.ts';
import type { Section } from '../section.ts';
import { bundleRunner } from '../variants/bundle-runner.ts';
import { type Ours, PACE_MS, packageOurs } from '../variants/ours.ts';
import { bundlePeer, type PeerName } from '../variants/peers.ts';
import type { Variant } from '../variants/variant.ts';
import { measureRounds, type Runner, type Taken } from './rounds.ts';
import { sectionsOf } from './sections.ts';

/** Lines on each of the two parents. A page of a listing has 100. */
const SIZES = [20, 50, 110, 1_000, 4_000];

/** Messages in one delivery, and how it is measured: times in milliseconds. */
const BATCHES: Batch[] = [
  { batch: 1, warmUp: 100, rounds: 5, roundMs: SERVES_AT_MOST_MS },
  { batch: 10, warmUp: 2, rounds: 3, roundMs: SERVES_AT_MOST_MS },
];

/** A round is as long as a listing may serve, so that each round has its share of the listings that many messages use. */
interface Batch {
  batch: number;
  warmUp: number;
  rounds: number;
  roundMs: number;
}

/**
 * How long Direct Connect takes to answer a move where several come in one delivery, one after the other: the next one then has its turn,
 * which the pace gives 50 ms later. On AWS it takes longer. It is no processor time of the handler's.
 */
const ANSWER_MS = PACE_MS + 10;

/** Messages that a profile is of. */
const PROFILED = 100;

/** What the messages of one kind of delivery took, by the lines on a parent. */
export interface Sized {
  lines: number;
  batch: number;
  ours: Taken;
  peer: Taken;
}

export interface WarmOptions extends PartOptions {
  /** Whom ours is compared with. */
  peer?: PeerName;
  sizes?: readonly number[];
  batches?: readonly Batch[];
}

/** Processor time of a message in a process that runs already, from the event to its end. */
export function measureWarm(options: WarmOptions): Promise<Section[]> {
  const { peer = 'powertools', sizes = SIZES, batches = BATCHES, progress, interruption } = options;
  return onBed(async (folder, bed) => {
    progress('warm: packaging the service');
    const { migrate, migrateBundle } = await packageOurs(folder, interruption);
    const variants = [migrate, await bundlePeer(peer, folder)];
    const pairs = await Promise.all(sizes.map((lines) => openPair({ lines, variants, folder, bed }, options)));
    const runners = pairs.flat();
    try {
      await Promise.all(runners.map(({ process }) => process.load()));
      const measured: Sized[] = [];
      for (const { batch, rounds, ...times } of batches) {
        if (batch > 1) await slowDown(runners);
        const say = (what: string) => progress(`warm, ${batch} in a delivery: ${what}`);
        const counted = { ...times, batch, rounds: options.rounds ?? rounds, say, interruption };
        const taken = await measureRounds(runners, counted);
        measured.push(...bySize(sizes, batch, taken));
      }
      return [...sectionsOf(measured, peer), ...(await profileAll(pairs, migrateBundle, options))];
    } finally {
      await Promise.all(runners.map(({ process }) => process.close()));
    }
  });
}

interface Pair {
  lines: number;
  variants: readonly Variant[];
  folder: string;
  bed: Bed;
}

async function openPair({ lines, variants, folder, bed }: Pair, { log }: WarmOptions): Promise<Runner[]> {
  const runner = await bundleRunner(join(folder, `runner-${lines}`));
  const subjects = variants.map((variant, index) => {
    return openSubject({ bed, variant, name: `${index === 0 ? 'ours' : 'peer'}${lines}`, lines, runner, log });
  });
  return (await Promise.all(subjects)).map((subject) => ({ subject, process: subject.start() }));
}

async function slowDown(runners: readonly Runner[]): Promise<void> {
  const admins = runners.map(({ subject }) => createAdminClient(subject.place.directConnect.url));
  await Promise.all(admins.map((admin) => admin.armFault({ kind: 'latency', ms: ANSWER_MS, times: 1_000_000 })));
}

/** Of ours with the fewest and with the most lines, where profiles are asked for: after all else, since it slows the process down. */
async function profileAll(
  pairs: readonly (readonly Runner[])[],
  bundle: Ours['migrateBundle'],
  { profile: folder, progress, interruption }: WarmOptions,
): Promise<Section[]> {
  if (folder === undefined) return [];
  const sections: Section[] = [];
  for (const [ours] of new Set([pairs[0] ?? [], pairs.at(-1) ?? []])) {
    if (ours === undefined) continue;
    const { process, subject } = ours;
    const name = subject.place.tableName;
    progress(`warm: profiling ${name}`);
    const file = join(folder, `${name}.cpuprofile`);
    await process.profile(file, async () => {
      for (let message = 0; message < PROFILED; message++) {
        interruption.throwIfAborted();
        await subject.move(process, 1);
      }
    });
    sections.push(...(await profileSections({ ...bundle, file, title: `warm: ${name}`, messages: PROFILED })));
  }
  return sections;
}

function bySize(sizes: readonly number[], batch: number, taken: readonly Taken[]): Sized[] {
  return sizes.flatMap((lines, index) => {
    const [ours, peer] = taken.slice(2 * index);
    return ours && peer ? [{ lines, batch, ours, peer }] : [];
  });
}
