import { describe, expect, it } from 'vitest';
import { run as abort } from '../../../../src/cli/drain/run/abort.ts';
import { run as complete } from '../../../../src/cli/drain/run/complete.ts';
import { run as rollback } from '../../../../src/cli/drain/run/rollback.ts';
import type { Stop } from '../../../../src/drain/run/stop.ts';
import { shownBy } from '../../../support/cli-context.ts';
import { START } from '../../../support/world.ts';
import { ID, madePlan, running, stageOf, tryAt } from './given.ts';

const plan = madePlan();
const said = { by: 'jo', why: 'CHG-311' };
const yes = { ...said, yes: true };
const stops: Stop[] = [{ id: 'a', kind: 'person', atMs: START, by: 'jo', why: 'x' }];

describe('rollback', () => {
  const lines = {
    'dxcon-line1': { state: 'healthy' as const, try: tryAt(START) },
    'dxcon-line2': { state: 'unhealthy' as const, try: tryAt(START) },
    'dxcon-line3': { state: 'failed' as const, try: tryAt(START) },
    'dxcon-line4': { state: 'setAside' as const, try: tryAt(START) },
    'dxcon-line5': { state: 'setAside' as const },
  };

  it.each([
    [{ unhealthy: true }, { lines: 'unhealthy' }, ['dxcon-line2', 'dxcon-line4']],
    [{ all: true }, { lines: 'all' }, ['dxcon-line1', 'dxcon-line2', 'dxcon-line4']],
    [{ wave: '2' }, { lines: 'all', wave: 2 }, undefined],
    [{ line: ['dxcon-line2', 'dxcon-line2'] }, { lines: ['dxcon-line2'] }, ['dxcon-line2']],
  ])('of %j asks for %j, and shows the lines', async (options, asked, shown) => {
    const { context, commands } = stageOf(plan, running(plan, { stops }, lines), { rollback: `${ID}-r1` });
    await expect(rollback(context, ID, { ...said, ...options })).rejects.toMatchObject({ status: 2 });
    if (shown)
      expect(context.notes.flatMap((note) => /^ {2}(\S+) {2}from dxlag-new/.exec(note)?.[1] ?? [])).toEqual(shown);
    await rollback(context, ID, { ...yes, ...options });
    expect(commands()).toEqual([{ action: 'rollback', drainId: ID, ...asked, ...said }]);
    expect(shownBy(context)).toContain(`dxm drain watch ${ID}-r1`);
  });

  it.each([
    [{}, 'which lines?'],
    [{ all: true, unhealthy: true }, 'which lines?'],
    [{ wave: '0' }, '0 is no wave'],
    [{ line: ['dxcon-lin1'] }, `${ID} has no line dxcon-lin1`],
    [{ line: ['dxcon-line7'] }, `${ID} has moved no such line`],
  ])('is refused for %j', async (options, message) => {
    const { context, asked } = stageOf(plan, running(plan, {}, lines));
    await expect(rollback(context, ID, { ...yes, ...options })).rejects.toMatchObject({ message });
    expect(asked).toEqual([]);
  });
});

describe('the end', () => {
  it.each([
    ['complete', complete],
    ['abort', abort],
  ] as const)('by %s says what is on its way', async (action, command) => {
    const { context, commands } = stageOf(plan, running(plan), {
      state: 'ENDING',
      noCallAfter: '2026-11-23T12:00:07Z',
    });
    await expect(command(context, ID, said)).rejects.toMatchObject({ status: 2 });
    expect(context.notes[1]).toBe('lines  8: 8 planned');
    await command(context, ID, yes);
    expect(commands()).toEqual([{ action, drainId: ID, ...said }]);
    expect(shownBy(context)).toContain(`${ID} is ENDING.`);
    expect(shownBy(context)).toContain('No line is on its way.');
    expect(shownBy(context)).not.toContain('resume');
  });
});
