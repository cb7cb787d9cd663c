import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { PartOptions } from '../part.ts';
import type { Section } from '../section.ts';
import { measureBacklogHeap } from './backlog-heap.ts';
import { type Beside, measureBlocked } from './blocked.ts';
import { type Listed, measureListed } from './listings.ts';
import { memoryStage } from './memory-stage.ts';
import { type Extent, measurePhases, type Phases } from './phases.ts';
import { type BySize, blockedSection, heapSection, listedSection, phaseSections } from './sections.ts';
import type { Stage } from './stage.ts';
import { wireStage } from './wire-stage.ts';

/** Requests that wait. */
const IN_MEMORY = [1_000, 10_000, 100_000, 1_000_000];
const OVER_THE_WIRE = [1_000, 10_000];
/** Requests that wait for a closed parent. */
const BLOCKED = [0, 1_000, 4_000, 10_000, 20_000];
/** Lines on one parent, and calls a second. */
const LISTED: [lines: number, rate: number][] = [
  [500, 4],
  [1_000, 4],
  [2_000, 4],
  [4_000, 4],
  [500, 1],
  [2_000, 1],
];

const MEMORY: Extent = { rounds: 3, due: { dispatch: 120, reconcile: 100 }, callsForMs: 60_000, lines: 800 };
/** In real time, and counted only: more rounds would say the same. */
const WIRE: Extent = { rounds: 1, due: { dispatch: 40, reconcile: 20 }, callsForMs: 10_000, lines: 300 };

/** What a run and a request ask of the ledger however many requests wait, and of Direct Connect however many lines a parent has. */
export async function measureScale(options: PartOptions): Promise<Section[]> {
  const { progress, interruption } = options;
  // While little else is on the heap.
  const heap = heapSection(measureBacklogHeap());
  const rounds = options.rounds ? { rounds: options.rounds } : {};
  const inMemory = await bySize(IN_MEMORY, 'in memory', { ...MEMORY, ...rounds }, async () => memoryStage(), options);
  const overTheWire = await bySize(OVER_THE_WIRE, 'over the wire', { ...WIRE, ...rounds }, wireStage, options);
  const blocked = new Map<number, Beside>();
  for (const count of BLOCKED) {
    interruption.throwIfAborted();
    progress(`scale: behind ${count} requests that wait for a closed parent`);
    blocked.set(count, await measureBlocked(count));
  }
  const listed: Listed[] = [];
  for (const [lines, rate] of LISTED) {
    interruption.throwIfAborted();
    progress(`scale: ${lines} lines off one parent at ${rate} a second`);
    listed.push(await measureListed(lines, rate));
  }
  return [
    ...phaseSections('in memory', inMemory, { withTime: true }),
    ...phaseSections('over the wire', overTheWire, { withTime: false }),
    heap,
    blockedSection(blocked),
    listedSection(listed),
  ];
}

async function bySize(
  sizes: readonly number[],
  where: string,
  extent: Extent,
  open: () => Promise<Stage & { ledger: Ledger }>,
  { progress, interruption }: PartOptions,
): Promise<BySize> {
  const measured = new Map<number, Phases>();
  for (const waiting of sizes) {
    const stage = await open();
    const say = (what: string) => {
      interruption.throwIfAborted();
      progress(`scale ${where}, ${waiting} waiting: ${what}`);
    };
    try {
      measured.set(waiting, await measurePhases(stage, { ledger: stage.ledger, waiting, extent, say }));
    } finally {
      await stage.close();
    }
  }
  return measured;
}
