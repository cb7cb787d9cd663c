import { join } from 'node:path';
import { FUNCTION_NAMES, type FunctionName } from '../../../src/settings/setting.ts';
import type { Bed } from '../bed/bed.ts';
import { onBed } from '../bed/on-bed.ts';
import { starterOf } from '../handler/starter.ts';
import { openSubject } from '../handler/subject.ts';
import type { PartOptions } from '../part.ts';
import type { Section } from '../section.ts';
import { bundleRunner } from '../variants/bundle-runner.ts';
import { type Ours, packageOurs } from '../variants/ours.ts';
import { sectionsOf } from './sections.ts';
import { sizeSections } from './sizes.ts';
import { type Load, measureLoad, measureStart, type Start } from './starts.ts';
import { Tally } from './tally.ts';
import { STARTED, type StartedName } from './variants.ts';

const ROUNDS = 20;

/** On each parent: less than a page of a listing. */
const LINES = 20;

/** These are only imported: `migrate` is ours. */
const OTHERS = FUNCTION_NAMES.filter((name) => name !== 'migrate');

export interface ColdOptions extends PartOptions {
  /** What is started beside the other functions; by default all. */
  names?: readonly StartedName[];
}

/** What it takes a function's process to start, and to move its first line; and how large the functions are. */
export function measureCold(options: ColdOptions): Promise<Section[]> {
  const { names = Object.keys(STARTED) as StartedName[], rounds = ROUNDS, progress, log, interruption } = options;
  return onBed(async (folder, bed) => {
    progress('cold: packaging the service');
    const { functions, sizes } = await packageOurs(folder, interruption);
    const shared = { bed, functions, folder, runner: await bundleRunner(join(folder, 'runner')), log };
    const starts = await openStarts(names, shared);
    const loads = await openLoads(shared);
    const tallies = [...starts.values(), ...loads.values()];
    progress('cold: first starts');
    // These do not count: they read the files for the first time, and fill the caches.
    await startEach(tallies, 0, interruption);
    for (const tally of tallies) tally.forget();
    for (let round = 1; round <= rounds; round++) {
      progress(`cold: round ${round} of ${rounds}`);
      await startEach(tallies, round, interruption);
    }
    return [...sectionsOf(taken(starts), taken(loads)), ...sizeSections(sizes)];
  });
}

interface Shared extends Pick<Ours, 'functions'> {
  bed: Bed;
  /** Of all bundles. */
  folder: string;
  runner: string;
  log: (line: string) => void;
}

/** What moves a line as well. */
async function openStarts(names: readonly StartedName[], { functions, folder, ...shared }: Shared) {
  const tallies = new Map<StartedName, Tally<Start>>();
  for (const name of names) {
    const made = STARTED[name];
    const variant = await made.bundle(functions.migrate, folder);
    const environment = 'isCached' in made ? { NODE_COMPILE_CACHE: join(folder, 'compile-cache', name) } : {};
    const place = name.replaceAll(/\W/g, '');
    const subject = await openSubject({ ...shared, variant, name: place, lines: LINES, environment });
    tallies.set(name, new Tally(() => measureStart(subject)));
  }
  return tallies;
}

/** The other functions. */
async function openLoads({ bed, functions, runner, log }: Shared) {
  const place = await bed.openPlace('others', LINES, functions.migrate.table);
  const tallies = new Map<FunctionName, Tally<Load>>();
  for (const name of OTHERS) {
    const start = await starterOf({ place, variant: functions[name], functionName: name, name, runner, log });
    tallies.set(name, new Tally(() => measureLoad(start)));
  }
  return tallies;
}

/** One start of each; another one is the first each time. */
async function startEach(tallies: readonly Pick<Tally<unknown>, 'add'>[], round: number, interruption: AbortSignal) {
  const first = round % tallies.length;
  for (const tally of [...tallies.slice(first), ...tallies.slice(0, first)]) {
    interruption.throwIfAborted();
    await tally.add();
  }
}

function taken<Name, T>(tallies: ReadonlyMap<Name, Tally<T>>): Map<Name, readonly T[]> {
  return new Map([...tallies].map(([name, tally]) => [name, tally.taken]));
}
