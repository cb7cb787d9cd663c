import type { DrainDocument } from '../../cli/drain/run/drain-as-json.ts';
import type { DrainLine } from '../../cli/drain/run/lines.ts';
import type { LineState } from '../../drain/run/line.ts';

/** A decision about a drain, or what lines have come to last, those together that came to the same in the same second; in UTC. */
export type LogEntry =
  | DrainDocument['history'][number]
  | { at: string; state: LineState; cause: string | null; lines: string[] };

/** The newest first. */
export function logOf({
  drain,
  lines,
}: {
  drain: Pick<DrainDocument, 'history'>;
  lines: readonly DrainLine[];
}): LogEntry[] {
  const together = new Map<string, Extract<LogEntry, { state: LineState }>>();
  for (const { connectionId, state, cause, since } of lines) {
    if (since === null) continue;
    const key = `${since.slice(0, SECOND)} ${state} ${cause}`;
    const known = together.get(key);
    if (known) known.lines.push(connectionId);
    else together.set(key, { at: since, state, cause, lines: [connectionId] });
  }
  const time = ({ at }: LogEntry) => Date.parse(at ?? '');
  return [...drain.history, ...together.values()].toSorted((a, b) => time(b) - time(a));
}

/** `2026-12-24T19:00:00` */
const SECOND = 19;
