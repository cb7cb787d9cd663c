import type { Drain } from '../drain.ts';
import type { LineProgress, LineState } from '../line.ts';
import { BY_ITSELF, type Stop, stopId } from '../stop.ts';
import { type Became, becameOf, type Evidence } from './became-of-try.ts';
import type { Pass } from './step.ts';

/** Without a request item for so long after its release, the message of a try is taken for lost. */
export const SEND_AGAIN_AFTER_MS = 30_000;
/** And after so long, something of ours is broken. */
const FAULT_AFTER_MS = 120_000;

/** Tries that may end without a call before a person has to look. */
const MOST_EXPIRED = 3;

export interface AfterTries {
  lines: Record<string, LineProgress>;
  /** What was found to stop the drain, beside what the lines' states do. */
  found: Stop[];
}

/** The lines after what was read of their tries. */
export function afterTries(
  { drain, moves, now }: Pick<Pass, 'drain' | 'moves' | 'now'>,
  evidence: ReadonlyMap<string, Evidence>,
  settings: { verifyWithinMs: number },
): AfterTries {
  const lines: Record<string, LineProgress> = { ...drain.lines };
  const found: Stop[] = [];
  for (const [id, read] of evidence) {
    const line = drain.lines[id];
    if (!line?.try) continue;
    const became = becameOf(read, now, settings);
    lines[id] = lineAfter(line, became, drain, now);
    if (line.state === 'setAside') continue;
    const target = moves.get(id)?.to;
    if (became.stops === 'target' && target !== undefined)
      found.push(ownStop('target', target, now, `${id} was answered ${became.cause}`));
    if (became.stops === 'fault')
      found.push(ownStop('fault', id, now, `its request has ended as no one has foreseen: ${became.cause}`));
    if (!read.request && now >= line.try.releasedAtMs + FAULT_AFTER_MS)
      found.push(ownStop('fault', id, now, 'no request has come of its messages for two minutes'));
  }
  return { lines, found };
}

export function ownStop(kind: Exclude<Stop['kind'], 'person'>, about: string, atMs: number, why: string): Stop {
  return { id: stopId(kind, about), kind, about, atMs, by: BY_ITSELF, why };
}

/** The same object if nothing has changed. */
function lineAfter(line: LineProgress, became: Became, drain: Drain, now: number): LineProgress {
  if (line.state === 'setAside') return noteBecame(line, became.state);
  if (became.isExpired) return afterExpiry(line, drain, now);
  const { state, cause } = became;
  if (line.state === state && line.cause === cause) return line;
  const { cause: _, ...rest } = line;
  const atMs = line.state === state ? line.atMs : now;
  return { ...rest, state, ...(cause === undefined ? {} : { cause }), ...(atMs === undefined ? {} : { atMs }) };
}

function noteBecame(line: LineProgress, became: LineState): LineProgress {
  return line.try && line.try.became !== became ? { ...line, try: { ...line.try, became } } : line;
}

/** Free again; the third time, a person has to say what holds it up. */
function afterExpiry(line: LineProgress, drain: Drain, now: number): LineProgress {
  const { cause = 'EXPIRED', ...rest } = line;
  const expired = line.expired + (isExcused(line, drain) ? 0 : 1);
  if (expired >= MOST_EXPIRED) return { ...rest, state: 'waits', cause, expired, atMs: now };
  return { ...rest, state: 'planned', expired, atMs: now };
}

/** It was held up by the drain itself, which is stopped, was resumed since the release, or ends. */
function isExcused({ try: last }: LineProgress, { phase, stops, wave }: Drain): boolean {
  if (phase !== 'RUNNING' || stops.length > 0) return true;
  return wave.checkedAtMs === undefined || wave.checkedAtMs > (last?.releasedAtMs ?? 0);
}
