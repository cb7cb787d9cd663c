import { describe, expect, it } from 'vitest';
import type { AblationName } from './rules.ts';
import { ABLATIONS } from './rules.ts';
import { search } from './search.ts';
import { planOf, WORLD_NAMES, type WorldName } from './worlds.ts';

/** In which world the lack of each guard shows. */
const FOUND_IN: Record<AblationName, WorldName> = {
  'entries under the key of their request': 'two workers on one request, and a sibling',
  'no sweep': 'two workers on one request, and a sibling',
  'a sweep that does not wait until the maker of an entry has ended': 'two workers on one request, and a sibling',
  'HEALTHY takes out a later entry of its line': 'a line that is moved on, and a sibling',
  'a refused request overtakes': 'a line that is moved on, and a sibling',
  'an overtaken move leaves at once': 'a line that is moved on over the port of a sibling',
  'a held call leaves': 'two workers on one request, and a sibling',
  'a way back without the entry of the move': 'the way back, beside a line that entered with it, and a sibling',
  'a person releases what is being called for': 'a person who releases',
  'who stands down keeps its intent': 'a way back whose line another request holds',
};

describe('every state of small worlds of redundancy groups', () => {
  it.each(WORLD_NAMES)('%s', (name) => {
    const { states, steps, fault } = search(planOf(name, 'small'));
    process.stdout.write(`${name}: ${states} states, ${steps} steps\n`);
    expect(fault).toBeUndefined();
  });

  it.each(Object.keys(ABLATIONS) as AblationName[])('finds out what goes wrong with: %s', (ablation) => {
    expect(search(planOf(FOUND_IN[ablation], 'small'), ablation).fault?.what).toBeDefined();
  });
});
