import { describe, expect, it } from 'vitest';
import { parseControlCommand, parseResolution } from '../../../src/handlers/commands.ts';

const RESOLUTION = { tenant: 'orders', requestId: 'r1', verdict: 'moved', by: 'ada', why: 'seen on the port' };
const COMMAND = { action: 'pause', by: 'ada', why: 'maintenance' };

describe('an operator’s command', () => {
  it('is taken as it is', () => {
    expect(parseResolution(RESOLUTION)).toEqual(RESOLUTION);
    expect(parseControlCommand(COMMAND)).toEqual(COMMAND);
  });

  it.each([
    [null, 'the command: '],
    [{ ...RESOLUTION, verdict: 'maybe' }, 'verdict: must be moved, notMoved or retry'],
    [{ ...RESOLUTION, tenant: 'a#b' }, 'tenant: must be a tenant'],
    [{ ...RESOLUTION, requestId: '' }, 'requestId: must be a requestId'],
    [{ ...RESOLUTION, by: '' }, 'by: must be a text of 1 to 128 characters'],
    [{ ...RESOLUTION, why: 'two\nlines' }, 'why: must be a text of 1 to 256 characters'],
    [{ ...RESOLUTION, why: undefined }, 'why: '],
    [{ ...RESOLUTION, force: true }, 'force: '],
  ])('%j is refused as a decision, and says why', (event, message) => {
    expect(() => parseResolution(event)).toThrow(message);
  });

  it.each([
    [{ ...COMMAND, action: 'stop' }, 'action: must be pause or resume'],
    [{ action: 'pause', why: 'x' }, 'by: '],
  ])('%j is refused as a pause, and says why', (event, message) => {
    expect(() => parseControlCommand(event)).toThrow(message);
  });
});
