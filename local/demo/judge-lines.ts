import type { BillingLine } from '../../examples/consumers/billing/line.ts';
import { type Accounted, claimsMove } from '../judge/account-for.ts';

/**
 * Checks billing's lines against Direct Connect's own journal: each move that was published as one has exactly one line, which
 * says from where to where and bounds the moment, and there is no line beyond.
 */
export function judgeLines(accounted: readonly Accounted[], lines: readonly BillingLine[]): string[] {
  const reported = accounted.filter(({ report }) => report && claimsMove(report));
  const wrong = reported
    .filter((one) => lines.filter((line) => isLineOf(line, one)).length !== 1)
    .map(({ move }) => `billing has not exactly one true line of ${move.connectionId} from ${move.from} to ${move.to}`);
  const beyond = lines
    .filter((line) => !reported.some((one) => isLineOf(line, one)))
    .map(({ connectionId, from, to }) => `billing has a line of ${connectionId} from ${from} to ${to} without a move`);
  return [...wrong, ...beyond];
}

function isLineOf(line: BillingLine, { move, report }: Accounted): boolean {
  return (
    line.eventId === report?.metadata.eventId &&
    line.connectionId === move.connectionId &&
    line.from === move.from &&
    line.to === move.to &&
    Date.parse(line.changedAfter) <= move.time &&
    move.time <= Date.parse(line.changedBy)
  );
}
