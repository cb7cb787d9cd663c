import { describe, expect, it } from 'vitest';
import { follow } from '../../../../src/cli/drain/run/follow.ts';
import { asDocuments, asLines, run as watch } from '../../../../src/cli/drain/run/watch.ts';
import { HARMLESS, HOSTILE, madeContext } from '../../../support/cli-context.ts';
import { MINUTE, START } from '../../../support/world.ts';
import { ID, known, madePlan, running, tryAt, withDrain } from './given.ts';

const plan = madePlan();

describe('looking again and again', () => {
  const never = new AbortController().signal;
  const wait = async () => {};

  it('goes on where it could not be read, and says so', async () => {
    const answers = [1, new Error('ECONNRESET'), 3];
    const shown: unknown[] = [];
    const read = async () => {
      const next = answers.shift();
      if (next instanceof Error) throw next;
      return next;
    };
    const show = (seen: unknown, problem?: string) => void shown.push([seen, problem]);
    expect(await follow({ read, isOver: (seen) => seen === 3, show, wait, signal: never })).toBe(3);
    expect(shown).toEqual([
      [1, undefined],
      [1, expect.stringContaining('AWS does not answer')],
      [3, undefined],
    ]);
  });

  it('does not begin where it cannot be read at all', async () => {
    const read = () => Promise.reject(new Error('no such drain'));
    await expect(follow({ read, isOver: () => false, show: () => {}, wait, signal: never })).rejects.toThrow(
      'no such drain',
    );
  });

  it('ends where it is interrupted, without another look', async () => {
    const interruption = new AbortController();
    let looks = 0;
    const waitAndInterrupt = async () => interruption.abort();
    const read = async () => ++looks;
    const seen = await follow({
      read,
      // So that it ends where it is not interrupted, too.
      isOver: (seen) => seen === 3,
      show: () => {},
      wait: waitAndInterrupt,
      signal: interruption.signal,
    });
    expect({ seen, looks }).toEqual({ seen: undefined, looks: 1 });
  });
});

describe('watching a drain that is over', () => {
  it('ends with 0, or 3 if something needs a person', async () => {
    const over = withDrain(plan, running(plan, { phase: 'COMPLETED' }));
    expect(await watch(over, ID)).toBe(0);
    const sick = running(plan, { phase: 'ABORTED' }, { 'dxcon-line1': { state: 'held', try: tryAt(START) } });
    expect(await watch(withDrain(plan, sick), ID)).toBe(3);
  });
});

describe('without a terminal', () => {
  it('there is a line for each change, and none where nothing has changed', async () => {
    const context = madeContext({});
    const show = asLines(context);
    show(await known(plan, running(plan)));
    show(await known(plan, running(plan)));
    expect(context.lines).toHaveLength(1);
    const stops = [{ id: 'a', kind: 'person' as const, atMs: START, by: HOSTILE, why: HOSTILE }];
    const failed = { state: 'failed' as const, cause: 'VLAN_CONFLICT' };
    show(await known(plan, running(plan, { stops }, { 'dxcon-line1': failed })));
    show(await known(plan, running(plan, { wave: { number: 2 } }, { 'dxcon-line1': failed })));
    const texts = context.lines.map((line) => line.replace(/^\S+ \S+ \S+ {2}/, ''));
    expect(texts).toEqual([
      `${ID} is RUNNING, wave 1 of 3; lines 8: 8 planned`,
      'dxcon-line1 is refused: VLAN_CONFLICT',
      `stopped by ${HARMLESS}: ${HARMLESS}`,
      `${ID} is STOPPED, wave 1 of 3; lines 8: 1 refused, 7 planned`,
      'the stop a is lifted',
      `${ID} is RUNNING, wave 2 of 3; lines 8: 1 refused, 7 planned`,
    ]);
  });

  it('a problem is said once, beside the results', async () => {
    const context = madeContext({});
    const show = asLines(context);
    const seen = await known(plan, running(plan));
    show(seen);
    show(seen, 'AWS does not answer');
    show(seen, 'AWS does not answer');
    expect(context.lines).toHaveLength(1);
    expect(context.notes).toEqual([expect.stringContaining('not read, and tried again: AWS does not answer')]);
  });

  it('with --json there is a document for each change, and none for time that passes', async () => {
    const context = madeContext({}, { isJson: true });
    let now = START + 10 * MINUTE;
    const show = asDocuments({ out: context.out, clock: () => now });
    show(await known(plan, running(plan)));
    now += MINUTE;
    show(await known(plan, running(plan)));
    expect(context.lines).toHaveLength(1);
    show(await known(plan, running(plan, {}, { 'dxcon-line1': { state: 'released', try: tryAt(START) } })));
    expect(context.lines.map((line) => JSON.parse(line).lines)).toEqual([{ planned: 8 }, { planned: 7, released: 1 }]);
  });
});
