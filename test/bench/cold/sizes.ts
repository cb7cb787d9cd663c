import type { Section } from '../section.ts';
import type { Ours } from '../variants/ours.ts';

/** Of migrate's zip, in kB of 1,000 bytes. */
const GOAL = 120;

/** How large the packaged functions are. */
export function sizeSections(sizes: Ours['sizes']): Section[] {
  const zips = Object.entries(sizes).map(([what, { zip }]) => ({
    what,
    values: [zip / 1000],
    ...(what === 'migrate' ? { atMost: GOAL } : {}),
  }));
  const bundles = Object.entries(sizes).map(([what, { unpacked }]) => ({ what, values: [unpacked / 1000] }));
  return [
    { title: 'cold: zips', columns: ['kB of 1,000 bytes'], rows: zips, digits: 0 },
    { title: 'cold: bundles in them', columns: ['kB of 1,000 bytes'], rows: bundles, digits: 0 },
  ];
}
