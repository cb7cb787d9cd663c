import { describe, expect, it } from 'vitest';
import { CONTROL_COMMANDS, readControlCommand } from '../../../src/handlers/control-commands.ts';

const WHO = { by: 'ada', why: 'maintenance' };
const PAUSE = { action: 'pause', ...WHO };
const FREEZE = { action: 'freeze', name: 'night', until: '2026-12-25T06:00:00+01:00', all: true, ...WHO };
const FREEZE_FIELDS = 'action, name, from, until, all, location, parent, stopsWayBack, by, why';

function declined(event: unknown) {
  const read = readControlCommand(event);
  if (!('declined' in read)) throw new Error('it was taken');
  return read.declined;
}

describe('a command of control', () => {
  it('is accepted as it is', () => {
    expect(readControlCommand(PAUSE)).toEqual({ command: PAUSE });
    expect(readControlCommand({ ...PAUSE, why: '815' })).toMatchObject({ command: { why: '815' } });
    expect(readControlCommand({ action: 'status' })).toEqual({ command: { action: 'status' } });
    const cordon = { action: 'cordon', parent: 'dxlag-fg1234ab', ...WHO };
    expect(readControlCommand(cordon)).toEqual({ command: cordon });
  });

  it('a freeze has its times as numbers, and names what it is of; of all, nothing', () => {
    const untilMs = Date.parse('2026-12-25T05:00:00Z');
    expect(readControlCommand(FREEZE)).toEqual({ command: { action: 'freeze', name: 'night', untilMs, ...WHO } });
    const { all: _, ...ofNone } = FREEZE;
    const ofLocation = { ...ofNone, from: '2026-12-24T18:00:00Z', location: 'EqDC2', stopsWayBack: 'true' };
    expect(readControlCommand(ofLocation)).toEqual({
      command: {
        ...{ action: 'freeze', name: 'night', fromMs: Date.parse('2026-12-24T18:00:00Z'), untilMs },
        ...{ location: 'EqDC2', stopsWayBack: true, ...WHO },
      },
    });
  });

  it.each([
    [null, 'a command is an object with an action'],
    [['pause'], 'a command is an object with an action'],
    [{}, 'action is missing'],
    [
      { ...PAUSE, action: 'stop' },
      'action must be one of status, pause, resume, freeze, unfreeze, cordon, uncordon, closeParent, openParent, release',
    ],
    [{ action: 'toString' }, expect.stringContaining('action must be one of')],
    [{ action: 'pause', why: 'x' }, 'by is missing'],
    [{ ...PAUSE, why: ' ' }, 'why must be the reason: 1 to 256 characters on one line, a letter or a digit among them'],
    [{ ...PAUSE, parent: 'dxlag-a' }, 'there is a field that is none of action, by, why'],
    [
      { action: 'cordon', parent: 'LAG 7', ...WHO },
      'parent must be a parent: the id of an interconnect (dxcon-…) or LAG (dxlag-…), in lower-case letters or digits',
    ],
    [{ action: 'closeParent', ...WHO }, 'parent is missing'],
    [{ ...FREEZE, until: '2026-02-30T00:00:00Z' }, 'until must be a time such as 2026-12-24T18:00:00Z'],
    [{ ...FREEZE, from: 5 }, 'from must be a time such as 2026-12-24T18:00:00Z'],
    [{ ...FREEZE, all: false }, 'all must be true, or not be there'],
    [{ ...FREEZE, location: 'EqDC2' }, 'it must have exactly one of all, location and parent'],
    [{ ...FREEZE, all: undefined }, expect.any(String)],
    [{ ...FREEZE, scope: 'all' }, `there is a field that is none of ${FREEZE_FIELDS}`],
    [
      { action: 'unfreeze', name: '', ...WHO },
      'name must be the name of a freeze: 1 to 64 characters of A-Z a-z 0-9 . _ -, the first a letter or a digit',
    ],
  ])('%j is declined, in one sentence', (event, why) => {
    expect(declined(event)).toMatchObject({ result: 'declined', why });
  });

  it.each(Object.keys(CONTROL_COMMANDS).filter((action) => action !== 'status'))(
    'a declined %s gets a valid example in answer, which is accepted once a person and a reason are filled in',
    (action) => {
      const { example } = declined({ action });
      expect(readControlCommand({ ...example, ...WHO })).toHaveProperty('command');
      expect(declined(example).why).toMatch(/^by .*; why /);
    },
  );
});
