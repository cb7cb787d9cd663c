import { describe, expect, it } from 'vitest';
import { drainAsJson } from '../../../src/cli/drain/run/drain-as-json.ts';
import { rowAsJson, rowsOf } from '../../../src/cli/drain/run/lines.ts';
import { lineText } from '../../../src/cli/drain/run/words.ts';
import type { DrainState } from '../../../src/drain/run/drain.ts';
import { LINE_STATES, type LineState, needsAPerson } from '../../../src/drain/run/line.ts';
import { bound } from '../../../src/ui/model/bound.ts';
import { lookOf, wavesOf } from '../../../src/ui/model/cells.ts';
import { logOf } from '../../../src/ui/model/log.ts';
import { offersOf, offersOfLine } from '../../../src/ui/model/offers.ts';
import { todoOf } from '../../../src/ui/model/todo.ts';
import { START } from '../../support/world.ts';
import { ID, running } from '../cli/drain/given.ts';
import { DRAIN_STATES, drainIn, plan } from './given.ts';

const known = (drain: ReturnType<typeof running>) => ({ drain, plan, control: { paused: false, circuits: {} } });
const documentIn = (state: DrainState) => drainAsJson(known(drainIn(state)), START);
const linesOf = (lines: Parameters<typeof running>[2]) => rowsOf(known(running(plan, {}, lines))).map(rowAsJson);

describe('a cell', () => {
  it('is known by its letter alone, whatever its colour', () => {
    const letters = LINE_STATES.map((state) => lookOf(state).letter);
    expect(new Set(letters).size).toBe(LINE_STATES.length);
  });

  it.each(LINE_STATES)('of a line that is %s is red only if a person is needed', (state) => {
    expect(lookOf(state).tone === 'bad').toBe(needsAPerson({ state, expired: 0 }));
  });

  it('of a state that is not known yet is shown all the same', () => {
    const state = 'teleported' as LineState;
    expect([lookOf(state).letter, lineText(state)]).toEqual(['?', 'teleported']);
  });
});

it('waves have all lines, in the order in which they are released, and counts', () => {
  const waves = wavesOf(linesOf({ 'dxcon-line1': { state: 'healthy' } }));
  expect(waves.map(({ number, lines }) => [number, lines.length])).toEqual(
    plan.waves.map(({ wave, lines }) => [wave, lines.length]),
  );
  expect(waves.flatMap(({ lines }) => lines.map(({ connectionId }) => connectionId))).toEqual(
    plan.waves.flatMap(({ lines }) => lines),
  );
  const first = waves.find(({ lines }) => lines.some(({ connectionId }) => connectionId === 'dxcon-line1'));
  expect(first?.counts).toContainEqual(['healthy', 1]);
});

describe('a command is bound to what is shown', () => {
  it.each([
    ['drain resume', 'STOPPED', ['--stop', 'a', '--stop', 'line:dxcon-line1']],
    ['drain promote', 'RUNNING', ['1']],
    ['drain announce', 'DRAFT', ['--digest', plan.digest]],
    ['drain start', 'APPROVED', ['--digest', plan.digest]],
    ['drain stop', 'RUNNING', []],
  ] as const)('%s', (command, state, more) => {
    const words = [...command.split(' '), ID];
    expect(bound(words, documentIn(state))).toEqual([...words, ...more]);
  });

  it('but not to another drain, nor where more was said, nor where nothing is shown', () => {
    const document = documentIn('STOPPED');
    for (const words of [['drain', 'resume', 'other'], ['drain', 'retry', ID, 'dxcon-line1'], ['resume']])
      expect(bound(words, document)).toEqual(words);
    expect(bound(['drain', 'resume', ID], undefined)).toEqual(['drain', 'resume', ID]);
  });
});

describe('what is offered', () => {
  it.each(DRAIN_STATES)('of a drain that is %s are commands of the page', (state) => {
    expect(offersOf(documentIn(state)).map((todo) => todoOf(todo).kind)).toEqual(
      offersOf(documentIn(state)).map(() => 'command'),
    );
  });

  it('goes back only where something was moved, and not from a rollback', () => {
    expect(offersOf(documentIn('DRAFT')).join()).not.toContain('rollback');
    expect(offersOf(documentIn('STOPPED')).join()).toContain('rollback');
    expect(offersOf({ ...documentIn('STOPPED'), rollbackOf: 'other' }).join()).not.toContain('rollback');
  });

  it.each([
    ['unhealthy', 'STOPPED', ['rollback', 'set-aside']],
    ['waits', 'STOPPED', ['retry', 'set-aside']],
    ['planned', 'RUNNING', ['set-aside']],
    ['healthy', 'RUNNING', []],
    ['healthy', 'STOPPED', ['rollback']],
    ['released', 'RUNNING', []],
  ] as const)('of a line that is %s, in a drain that is %s', (state, of, commands) => {
    const offers = offersOfLine(documentIn(of), { connectionId: 'dxcon-line1', state, try: 1 });
    expect(offers.map((todo) => todo.split(' ')[2])).toEqual(commands);
  });
});

it('the log has decisions and lines, the newest first, and together what came to the same at a time', () => {
  const at = (seconds: number) => START + seconds * 1_000;
  const lines = linesOf({
    'dxcon-line1': { state: 'healthy', atMs: at(20) },
    'dxcon-line2': { state: 'healthy', atMs: at(20) + 300 },
    'dxcon-line3': { state: 'failed', cause: 'VLAN_CONFLICT', atMs: at(20) },
  });
  const drain = drainAsJson(
    known(running(plan, { history: [{ what: 'started', by: 'jo', why: 'CHG', atMs: at(10) }] })),
    START,
  );
  expect(logOf({ drain, lines }).map((entry) => ('state' in entry ? [entry.state, entry.lines] : entry.what))).toEqual([
    ['healthy', ['dxcon-line1', 'dxcon-line2']],
    ['failed', ['dxcon-line3']],
    'started',
  ]);
});
