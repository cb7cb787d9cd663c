import { expect, it } from 'vitest';
import { stateOf } from '../../../examples/consumers/notification/maintenance-state.ts';
import { announcedOf, cancelledOf, doneOf } from './maintenance-factory.ts';

const LINE = announcedOf('dxcon-1');
const EARLIER = { from: '2026-12-23T21:00:00.000Z', to: '2026-12-24T01:00:00.000Z' };

it.each([
  ['later', announcedOf('dxcon-1', { window: EARLIER }, '2026-12-05T00:00:00.000Z'), EARLIER],
  ['earlier', announcedOf('dxcon-1', { window: EARLIER }, '2026-11-05T00:00:00.000Z'), LINE.detail.data.window],
])(
  'of two windows takes the one that was announced last, in whatever order they are read: %s',
  (_what, other, window) => {
    for (const events of [
      [LINE, other],
      [other, LINE],
    ]) {
      expect(stateOf(events)).toMatchObject({ window, isComplete: true, lines: [{ announced: { window } }] });
    }
  },
);

it('takes a line that was cancelled and moved for moved, in whatever order they are read', () => {
  const [cancelled, done] = [cancelledOf(LINE, 'SET_ASIDE'), doneOf(LINE, 'OTHER')];
  for (const events of [
    [LINE, cancelled, done],
    [done, cancelled, LINE],
  ]) {
    expect(stateOf(events)).toMatchObject({ status: 'COMPLETED', lines: [{ end: 'OTHER' }] });
  }
});

it('knows nothing before the first announcement', () => {
  expect(stateOf([])).toBeUndefined();
  expect(stateOf([doneOf(LINE), cancelledOf(LINE, 'SET_ASIDE')])).toBeUndefined();
});
