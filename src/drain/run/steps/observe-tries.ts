import { isOver } from '../drain.ts';
import type { LineProgress, Try } from '../line.ts';
import type { Move } from '../moves.ts';
import { afterTries, SEND_AGAIN_AFTER_MS } from './after-tries.ts';
import type { Evidence } from './became-of-try.ts';
import { withOwnStops } from './own-stops.ts';
import { readTries } from './read-tries.ts';
import { sendTries } from './send-tries.ts';
import type { Pass, Step } from './step.ts';

/**
 * Reads what has become of the open tries, and stops the drain if that asks for it. Messages that may be lost are sent again on the
 * way, whatever stops the drain: the core asks it before it calls, and a line whose message is lost would be open for ever.
 */
export const observeTries: Step = async (pass, ports) => {
  const { drain, plan, now } = pass;
  if (isOver(drain)) return undefined;
  const evidence = await readTries(drain.drainId, drain.lines, ports);
  const lost = lostTries(pass, evidence);
  const { lines, found } = afterTries(pass, evidence, ports.settings);
  for (const { move, last } of lost) lines[move.connectionId] = sentAgain(lines[move.connectionId], last, now);
  const isSame = Object.keys(lines).every((id) => lines[id] === drain.lines[id]);
  const observed = isSame ? drain : { ...drain, lines };
  // What has ended may be looked at, and is stopped by nothing.
  const stopping = drain.phase === 'RUNNING' ? found : found.filter(({ kind }) => kind === 'fault');
  const next = withOwnStops(observed, stopping, { now, plan, serviceVersion: ports.serviceVersion });
  return next === drain ? undefined : { next, after: () => sendTries(pass, lost, ports) };
};

/**
 * What is sent again is the same each time. When it was is written first: the answer to a message may be an event that has the drain taken
 * up, and without a pause between them messages would come of answers, and answers of messages.
 */
function lostTries({ drain, moves, now }: Pass, evidence: ReadonlyMap<string, Evidence>): { move: Move; last: Try }[] {
  return [...evidence].flatMap(([id, { request }]) => {
    const [last, move] = [drain.lines[id]?.try, moves.get(id)];
    if (request || !last || !move) return [];
    return now < (last.sentAgainAtMs ?? last.releasedAtMs) + SEND_AGAIN_AFTER_MS ? [] : [{ move, last }];
  });
}

function sentAgain(line: LineProgress | undefined, last: Try, now: number): LineProgress {
  return { state: 'released', expired: 0, ...line, try: { ...last, ...line?.try, sentAgainAtMs: now } };
}
