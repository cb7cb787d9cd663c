import { readFile } from 'node:fs/promises';
import type { Section } from '../section.ts';
import { locator, type Origin } from './locate.ts';
import { selfTimes } from './self-times.ts';

/** So many of the functions that took the most time are shown. */
const SHOWN = 30;

export interface ProfileOptions {
  /** The .cpuprofile. */
  file: string;
  /** What it is of. */
  title: string;
  bundle: string;
  /** The bundle's source map. */
  sourceMap: string;
  messages: number;
}

/** Where the time of a profile went: by packages, and the functions that took the most of it. */
export async function profileSections({
  file,
  title,
  bundle,
  sourceMap,
  messages,
}: ProfileOptions): Promise<Section[]> {
  const originOf = locator(bundle, sourceMap);
  const times = selfTimes(JSON.parse(await readFile(file, 'utf8'))).map(({ frame, ms }) => ({
    ...originOf(frame),
    ms,
  }));
  const total = times.reduce((sum, { ms }) => sum + ms, 0);
  const columns = ['ms a message', '% of all'];
  const section = (what: string, nameOf: (origin: Origin) => string): Section => {
    const sums = new Map<string, number>();
    for (const time of times) sums.set(nameOf(time), (sums.get(nameOf(time)) ?? 0) + time.ms);
    const most = [...sums].sort(([, one], [, other]) => other - one).slice(0, SHOWN);
    const rows = most.map(([name, ms]) => ({ what: name, values: [ms / messages, (100 * ms) / total] }));
    return { title: `${title}: time in itself, by ${what}`, columns, digits: 2, rows };
  };
  return [section('package', ({ group }) => group), section('function', ({ what }) => what)];
}
