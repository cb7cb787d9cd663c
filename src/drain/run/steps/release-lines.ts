import { parseTimeUp } from '../../../contract/time.ts';
import type { Drain } from '../drain.ts';
import type { LineProgress, Try } from '../line.ts';
import type { Move } from '../moves.ts';
import { readBeside } from './beside.ts';
import { chooseLines } from './choose-lines.ts';
import { holdUp } from './hold-up.ts';
import { sendTries } from './send-tries.ts';
import type { DrivePorts, Pass, Step } from './step.ts';

/** How long a request may wait for its call. */
const TO_BE_CALLED_MS = 15 * 60_000;

/** Releases the next lines: their tries are written, and only then their messages sent. */
export const releaseLines: Step = async (pass, ports) => {
  const { drain, now } = pass;
  if (drain.phase !== 'RUNNING' || drain.wave.checkedAtMs === undefined) return undefined;
  if (holdUp(pass)) return undefined;
  const { beside, wait } = await readBeside(pass, ports);
  if (wait) return undefined;
  const { lines } = chooseLines({ ...pass, ...(beside ? { beside } : {}) });
  if (lines.length === 0) return undefined;
  const tries = await Promise.all(lines.map(async (move) => ({ move, last: await nextTry(move, pass, ports) })));
  return { next: withReleased(drain, tries, now), after: () => sendTries(pass, tries, ports) };
};

function withReleased(drain: Drain, tries: readonly { move: Move; last: Try }[], now: number): Drain {
  const released = tries.map(({ move: { connectionId }, last }) => {
    const { cause: _, ...line } = drain.lines[connectionId] as LineProgress;
    return [connectionId, { ...line, state: 'released' as const, try: last, atMs: now }];
  });
  return { ...drain, lines: { ...drain.lines, ...Object.fromEntries(released) }, lastReleaseAtMs: now };
}

async function nextTry({ connectionId, wave }: Move, { drain, now }: Pass, { ledger }: DrivePorts): Promise<Try> {
  const { lastOrderKey } = await ledger.readConnection(connectionId);
  const { number = 0 } = drain.lines[connectionId]?.try ?? {};
  return {
    number: number + 1,
    rev: drain.rev,
    wave,
    // Not before the check that it rests on, whatever the clocks of two drivers say.
    releasedAtMs: Math.max(now, drain.wave.checkedAtMs ?? now),
    requestedAtMs: Math.max(now, afterOrder(lastOrderKey)),
    notAfterMs: Math.min(now + TO_BE_CALLED_MS, drain.endsAtMs),
  };
}

/** A request that is not later than the line's last is answered SUPERSEDED. Of an order key, the first part is the time that counts. */
function afterOrder(orderKey: string | undefined): number {
  const [time = ''] = (orderKey ?? '').split(' ');
  const last = parseTimeUp(time);
  return last === undefined ? 0 : last + 1;
}
