import { join } from 'node:path';
import { onBed } from '../bed/on-bed.ts';
import { openSubject, type Subject } from '../handler/subject.ts';
import type { PartOptions } from '../part.ts';
import type { Section } from '../section.ts';
import { bundleRunner } from '../variants/bundle-runner.ts';
import { packageOurs } from '../variants/ours.ts';
import { sectionsOf } from './sections.ts';
import { sizeSections } from './sizes.ts';
import { measureStart, type Start } from './starts.ts';
import { STARTED, type StartedName } from './variants.ts';

const ROUNDS = 20;

/** On each parent: less than a page of a listing. */
const LINES = 20;

export interface ColdOptions extends PartOptions {
  /** What is started; by default all. */
  names?: readonly StartedName[];
}

/** What it takes a function's process to start, and to move its first line; and how large the functions are. */
export function measureCold(options: ColdOptions): Promise<Section[]> {
  const { names = Object.keys(STARTED) as StartedName[], rounds = ROUNDS, progress, log, interruption } = options;
  return onBed(async (folder, bed) => {
    progress('cold: packaging the service');
    const { migrate, sizes } = await packageOurs(folder, interruption);
    const runner = await bundleRunner(join(folder, 'runner'));
    const subjects = new Map<StartedName, Subject>();
    for (const name of names) {
      const made = STARTED[name];
      const variant = await made.bundle(migrate, folder);
      const environment = 'isCached' in made ? { NODE_COMPILE_CACHE: join(folder, 'compile-cache', name) } : {};
      const place = name.replaceAll(/\W/g, '');
      subjects.set(name, await openSubject({ bed, variant, name: place, lines: LINES, runner, log, environment }));
    }
    // These do not count: they read the files for the first time, and fill the caches.
    progress('cold: first starts');
    await startEach(subjects, 0, interruption);
    const measured = new Map(names.map((name) => [name, [] as Start[]]));
    for (let round = 1; round <= rounds; round++) {
      progress(`cold: round ${round} of ${rounds}`);
      for (const [name, start] of await startEach(subjects, round, interruption)) measured.get(name)?.push(start);
    }
    return [...sectionsOf(measured), ...sizeSections(sizes)];
  });
}

/** One start of each; another one is the first each time. */
async function startEach(subjects: ReadonlyMap<StartedName, Subject>, round: number, interruption: AbortSignal) {
  const order = [...subjects];
  order.push(...order.splice(0, round % order.length));
  const starts: [StartedName, Start][] = [];
  for (const [name, subject] of order) {
    interruption.throwIfAborted();
    starts.push([name, await measureStart(subject)]);
  }
  return starts;
}
