import { measureCold } from './cold/cold.ts';
import { measurePace } from './pace/pace.ts';
import type { Part } from './part.ts';
import { measureScale } from './scale/scale.ts';
import { measureWarm } from './warm/warm.ts';

/** What the bench measures, in this order: a part is added here. */
export const PARTS: Readonly<Record<string, Part>> = {
  cold: {
    about:
      'what it takes a process to start and to move its first line, and how large the functions are; about a minute',
    measure: measureCold,
  },
  warm: {
    about: 'processor time of a message in a process that runs already, and what it calls; about 6 minutes',
    measure: measureWarm,
  },
  pace: {
    about:
      'a night of moves against an API that throttles, in virtual time, beside workers that ask again; about a minute',
    measure: measurePace,
  },
  scale: {
    about: 'what the functions ask of the ledger while a thousand to a million requests wait; about 3 minutes',
    measure: measureScale,
  },
};
