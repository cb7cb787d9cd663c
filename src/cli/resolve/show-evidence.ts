import { attemptOf } from '../../migration/model/request-item.ts';
import type { Listing } from '../../migration/ports/direct-connect.ts';
import { printable } from '../output/printable.ts';
import { duration, localTime } from '../output/time.ts';
import { type Evidence, type OrProblem, sourceOf } from './evidence.ts';
import { type Finding, isOver, type VerdictName } from './finding.ts';

/** What each verdict leads to. */
const LEADS_TO: Record<VerdictName, string> = {
  moved: 'MIGRATED, published to billing too',
  retry: 'the call is made once more',
  notMoved: 'FAILED, RESOLVED_NOT_MOVED: it is not moved any more',
};

const VERDICTS: readonly VerdictName[] = ['moved', 'retry', 'notMoved'];

/** The request, its call and where its line is now, a line of text each. */
export function evidenceLines(evidence: Evidence, finding: Finding, now: number): string[] {
  const { item, source, target } = evidence;
  const { connectionId, parentConnectionId, notAfter } = item.request;
  const attempt = attemptOf(item);
  const { ownerAccount = 'an unknown account', vlan } = attempt.seen;
  const held = item.history.findLast(({ what }) => what === 'held');
  const awsRequestId = attempt.awsRequestId ? `, AWS request id ${attempt.awsRequestId}` : '';
  const from = sourceOf(item);
  const width = Math.max(from.length, parentConnectionId.length);
  return [
    `${item.tenant}/${item.request.requestId} is ${item.state}${held ? ` since ${localTime(held.atMs)} (${duration(now - held.atMs)})` : ''}`,
    `  line    ${connectionId} of ${ownerAccount}${vlan === undefined ? '' : `, VLAN ${vlan}`}`,
    `  move    ${from} → ${parentConnectionId}`,
    `  call    the ${ordinal(item.attempts)}, ${localTime(attempt.startedAtMs)}, without a clear answer${awsRequestId}`,
    ...(notAfter === undefined
      ? []
      : [`  window  until ${localTime(Date.parse(notAfter))}${Date.parse(notAfter) <= now ? ': over' : ''}`]),
    '',
    'Where the line is now, by complete lists of both',
    `  ${from.padEnd(width)}  ${listed(source, finding.onSource)}`,
    `  ${parentConnectionId.padEnd(width)}  ${listed(target, finding.onTarget)}`,
    '',
    `${finding.isClear ? 'So' : 'Not clear'}: ${finding.says}.`,
  ].map(printable);
}

/** The verdicts with what they lead to, and the commands to choose from. */
export function choiceLines({ item }: Evidence, { fitting, isClear, recommended }: Finding, now: number): string[] {
  const name = `${item.tenant}/${item.request.requestId}`;
  const lines = VERDICTS.map((verdict) => {
    const fits = fitting.includes(verdict);
    return `  ${verdict.padEnd(8)}  ${LEADS_TO[verdict]}${fits || !isClear ? '' : ' (would be declined now)'}`;
  });
  const shown = fitting.map((verdict) => [`dxm resolve ${name} ${verdict} --why "…"`, FOR[verdict]] as const);
  const width = Math.max(0, ...shown.map(([command]) => command.length));
  return [
    '',
    'Verdicts',
    ...lines,
    '',
    ...(recommended === undefined
      ? []
      : [`Recommended: ${recommended}${isOver(item, now) ? OVER : WHEN[recommended]}`]),
    ...shown.map(([command, when]) => `  ${command.padEnd(width)}  # ${when}`),
    ...(shown.length > 0 ? [] : ['Decide nothing yet: no second call is made until someone does.']),
  ].map(printable);
}

const FOR: Record<VerdictName, string> = {
  moved: 'it is there',
  retry: 'it should still be moved',
  notMoved: 'no longer',
};

const WHEN: Record<VerdictName, string> = {
  moved: '',
  retry: ', if it should still be moved',
  notMoved: '',
};

const OVER = ': its window is over, and what is retried would be rejected, EXPIRED';

/** Before the question. */
export function intentionLines(verdict: VerdictName, { fitting, isClear }: Finding): string[] {
  const against = isClear && !fitting.includes(verdict) ? ['That is not what was found: it will be declined.'] : [];
  const blind = isClear ? [] : ['What became of the call is not clear: if you are wrong, the ledger is wrong.'];
  return ['', `${verdict}: ${LEADS_TO[verdict]}.`, ...against, ...blind];
}

function listed(listing: OrProblem<Listing>, record: Finding['onSource']): string {
  if ('problem' in listing) return `could not be listed: ${listing.problem}`;
  if (listing.lines === 'absent') return 'there is no such parent (any more)';
  const among = `${listing.lines.length} line${listing.lines.length === 1 ? '' : 's'} at ${localTime(listing.atMs)}`;
  return record ? `LISTED, ${record.connectionState ?? 'in no known state'} (${among})` : `not listed (${among})`;
}

function ordinal(count: number): string {
  return ['first', 'second', 'third'][count - 1] ?? `${count}th`;
}
