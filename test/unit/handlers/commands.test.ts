import { describe, expect, it } from 'vitest';
import { readResolution } from '../../../src/handlers/commands.ts';

const RESOLUTION = { tenant: 'orders', requestId: 'r1', verdict: 'moved', by: 'ada', why: 'seen on the port' };

/** What the function answers to a command that is none. */
function declined(read: ReturnType<typeof readResolution>) {
  if (!('declined' in read)) throw new Error('it was taken');
  return read.declined;
}

describe('an operator’s command', () => {
  it('is accepted as it is', () => {
    expect(readResolution(RESOLUTION)).toEqual({ command: RESOLUTION });
  });

  it.each([
    [null, 'a command is an object with tenant, requestId, verdict, by, why'],
    ['retry', 'a command is an object with tenant, requestId, verdict, by, why'],
    [{ ...RESOLUTION, verdict: 'maybe' }, 'verdict must be moved, notMoved or retry'],
    [
      { ...RESOLUTION, tenant: 'a#b' },
      'tenant must be the name of a tenant: 1 to 24 characters of a-z 0-9 -, the first a letter; or dx-migrator:drains',
    ],
    [{ ...RESOLUTION, requestId: '' }, 'requestId must be a request id: 1 to 128 characters of A-Z a-z 0-9 . _ : -'],
    [
      { ...RESOLUTION, by: '' },
      'by must be the name of who decides: 1 to 128 characters on one line, a letter or a digit among them',
    ],
    [
      { ...RESOLUTION, why: 'two\nlines' },
      'why must be the reason: 1 to 256 characters on one line, a letter or a digit among them',
    ],
    [
      { ...RESOLUTION, why: undefined },
      'why must be the reason: 1 to 256 characters on one line, a letter or a digit among them',
    ],
    [{ ...RESOLUTION, '<b>force</b>': true }, 'there is a field that is none of tenant, requestId, verdict, by, why'],
    [{ tenant: 'orders', verdict: 'moved', by: 'ada' }, 'requestId is missing; why is missing'],
  ])('%j is declined as a decision, in one sentence', (event, why) => {
    expect(declined(readResolution(event)).why).toBe(why);
  });

  it('that is declined gets a valid example in answer, which is accepted once a person and a reason are filled in', () => {
    const { example } = declined(readResolution({}));
    expect(readResolution({ ...example, by: 'ada', why: 'seen' })).toHaveProperty('command');
    expect(declined(readResolution(example)).why).toMatch(/^by .*; why /);
  });
});
