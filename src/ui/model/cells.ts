import type { DrainLine } from '../../cli/drain/run/lines.ts';
import { countLines } from '../../cli/drain/run/words.ts';
import { groupBy } from '../../drain/plan/words.ts';
import type { LineState } from '../../drain/run/line.ts';

/** How urgent a state looks; its colour goes by it. */
export type Tone = 'plan' | 'move' | 'good' | 'bad' | 'other' | 'aside';

/** How a line is shown as one cell: colours never say anything alone. */
export interface Look {
  letter: string;
  tone: Tone;
}

const LOOKS: Record<LineState, Look> = {
  planned: { letter: '·', tone: 'plan' },
  released: { letter: 'R', tone: 'move' },
  moved: { letter: 'M', tone: 'move' },
  seen: { letter: 'S', tone: 'move' },
  held: { letter: 'H', tone: 'bad' },
  unhealthy: { letter: 'N', tone: 'bad' },
  unknown: { letter: '?', tone: 'bad' },
  waits: { letter: '!', tone: 'bad' },
  healthy: { letter: 'W', tone: 'good' },
  overtaken: { letter: 'O', tone: 'other' },
  gone: { letter: 'G', tone: 'other' },
  movedAway: { letter: 'A', tone: 'other' },
  failed: { letter: 'F', tone: 'aside' },
  drifted: { letter: 'C', tone: 'aside' },
  setAside: { letter: 'X', tone: 'aside' },
};

/** Of a later version of the service, a state has the look of what needs to be looked at. */
export function lookOf(state: LineState): Look {
  return LOOKS[state] ?? { letter: '?', tone: 'aside' };
}

/** A wave of a drain, its lines in the order in which they are released. */
export interface Wave {
  number: number;
  lines: DrainLine[];
  counts: [LineState, number][];
}

export function wavesOf(lines: readonly DrainLine[]): Wave[] {
  const waves = groupBy(lines, ({ wave }) => String(wave));
  return [...waves].map(([number, all]) => ({
    ...{ number: Number(number), lines: all },
    counts: countLines({ lines: Object.fromEntries(all.map((line) => [line.connectionId, line])) }),
  }));
}
