import { formatTime } from '../../../contract/time.ts';
import { READING_HOLDS_MS } from '../../../migration/model/guards.ts';
import type { DrainAnswer, DrainDeclined, OnItsWay } from '../command.ts';
import { type Drain, stateOf } from '../drain.ts';
import { isMoving, type LineState } from '../line.ts';
import type { AdvanceDrainPorts } from '../ports.ts';
import { requestIdOf } from '../request-of.ts';

/** One thing that stands in the way of a command. */
export type Objection = NonNullable<DrainDeclined['because']>[number];

export function declined(why: string, because: readonly Objection[] = []): DrainDeclined {
  return { result: 'declined', why, ...(because.length === 0 ? {} : { because: [...because] }) };
}

export function isDeclined(value: object): value is DrainDeclined {
  return 'result' in value && value.result === 'declined';
}

export const noSuchDrain = (): DrainDeclined =>
  declined('there is no such drain: dxm drain status lists those there are');

/** The drain as it is after a command. */
export function answerOf(drain: Drain, changed: boolean): DrainAnswer {
  const { drainId, rev, digest, wave, stops } = drain;
  const lines: Partial<Record<LineState, number>> = {};
  for (const { state } of Object.values(drain.lines)) lines[state] = (lines[state] ?? 0) + 1;
  return {
    ...{ result: changed ? 'done' : 'unchanged', drainId, state: stateOf(drain), rev, digest },
    ...{ wave: wave.number, stops, lines },
  };
}

/** Lines whose request may still be called for, or was, and is not known to have done well. */
export function onTheirWay({ drainId, lines }: Drain): OnItsWay[] {
  return Object.entries(lines).flatMap(([connectionId, line]) =>
    line.try && isMoving(line)
      ? [{ connectionId, requestId: requestIdOf({ drainId, connectionId, try: line.try.number }), state: line.state }]
      : [],
  );
}

/**
 * When no call begins any more, of a drain that was stopped or ended just now: what was read before holds for so long, by a clock that
 * may differ from ours. RFC 3339.
 */
export function noCallAfter({ clock, settings }: Pick<AdvanceDrainPorts, 'clock' | 'settings'>): string {
  return formatTime(clock() + READING_HOLDS_MS + settings.clockSkewMs);
}
