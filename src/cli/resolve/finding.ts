import type { ConnectionRecord } from '../../contract/connection-record.ts';
import { attemptOf } from '../../migration/model/request-item.ts';
import { conclusiveAfter, effectOverAfter } from '../../migration/model/settings.ts';
import type { Resolution } from '../../migration/operators/resolve.ts';
import type { Listing } from '../../migration/ports/direct-connect.ts';
import { type Evidence, type OrProblem, sourceOf } from './evidence.ts';

export type VerdictName = Resolution['verdict'];

/** What the evidence comes to. */
export interface Finding {
  /** Listed on these of the two; undefined where a list could not be read. */
  onSource: ConnectionRecord | false | undefined;
  onTarget: ConnectionRecord | false | undefined;
  /** It is clear what became of the call; otherwise `says` has the reason. */
  isClear: boolean;
  /** Verdicts that fit what was found. */
  fitting: VerdictName[];
  /** The one to take, as far as the ledger can say; whether a line should still be moved, its order system knows. */
  recommended?: VerdictName;
  says: string;
}

type Seen = Pick<Finding, 'onSource' | 'onTarget'>;

/** Judges as the service itself will (src/migration/operators/resolve.ts), and is more careful where that has to take one's word. */
export function findingOf(evidence: Evidence, now: number): Finding {
  const { item, source, target } = evidence;
  const { connectionId, parentConnectionId: to } = item.request;
  const from = sourceOf(item);
  const seen: Seen = { onSource: on(source, connectionId), onTarget: on(target, connectionId) };
  const unclear = (says: string, fitting: VerdictName[] = []): Finding => ({ ...seen, isClear: false, fitting, says });
  const tooEarly = whyTooEarly(evidence, seen);
  if (seen.onTarget === undefined) return unclear(`whether it is on ${to} could not be found out`);
  if (tooEarly !== undefined) return unclear(tooEarly);
  if (seen.onTarget && seen.onSource)
    return unclear(`it is listed on both: one of the lists lags behind. Look again in a minute`);
  const clear = (recommended: VerdictName, fitting: VerdictName[], says: string): Finding => ({
    ...{ ...seen, isClear: true, fitting, recommended, says },
  });
  if (seen.onTarget) return clear('moved', ['moved'], `it was moved: it is on ${to}`);
  if (seen.onSource)
    return clear(
      isOver(item, now) ? 'notMoved' : 'retry',
      ['retry', 'notMoved'],
      `it was not moved: it is on ${from} still`,
    );
  const elsewhere = 'It may be on another parent, or be deleted';
  if (seen.onSource === undefined)
    return unclear(`it is not on ${to}; whether it is on ${from} could not be found out`, ['retry', 'notMoved']);
  return unclear(`it is on neither. ${elsewhere}: find it first, or ask AWS support`, ['notMoved']);
}

/** A retry would come too late. */
export function isOver({ request: { notAfter } }: Evidence['item'], now: number): boolean {
  return notAfter !== undefined && Date.parse(notAfter) <= now;
}

/** A list may lag behind: what it shows counts only from a time on. */
function whyTooEarly({ item, timing, ...lists }: Evidence, { onTarget }: Seen): string | undefined {
  if ('problem' in timing) return `from when on such lists count could not be found out: ${timing.problem}`;
  const { startedAtMs } = attemptOf(item);
  const countsAfter = onTarget ? conclusiveAfter(startedAtMs, timing) : effectOverAfter(startedAtMs, timing);
  const atMs = Math.min(
    ...[lists.source, lists.target].map((list) => ('atMs' in list ? list.atMs : Number.POSITIVE_INFINITY)),
  );
  if (atMs > countsAfter) return undefined;
  const seconds = Math.ceil((countsAfter - atMs) / 1000) + 1;
  return `it is too early to tell: the call can still have an effect, or the list lag behind. Look again in ${seconds} s`;
}

function on(listing: OrProblem<Listing>, connectionId: string): ConnectionRecord | false | undefined {
  if ('problem' in listing) return undefined;
  if (listing.lines === 'absent') return false;
  return listing.lines.find((line) => line.connectionId === connectionId) ?? false;
}
