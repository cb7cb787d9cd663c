import { describe, expect, it } from 'vitest';
import { parseControlOrder, parseResolution } from '../../../src/handlers/orders.ts';

const RESOLUTION = { tenant: 'orders', requestId: 'r1', verdict: 'moved', by: 'ada', why: 'seen on the port' };
const ORDER = { action: 'pause', by: 'ada', why: 'maintenance' };

describe('an operator’s order', () => {
  it('is taken as it is', () => {
    expect(parseResolution(RESOLUTION)).toEqual(RESOLUTION);
    expect(parseControlOrder(ORDER)).toEqual(ORDER);
  });

  it.each([
    [null, 'the order: '],
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
    [{ ...ORDER, action: 'stop' }, 'action: must be pause or resume'],
    [{ action: 'pause', why: 'x' }, 'by: '],
  ])('%j is refused as a pause, and says why', (event, message) => {
    expect(() => parseControlOrder(event)).toThrow(message);
  });
});
