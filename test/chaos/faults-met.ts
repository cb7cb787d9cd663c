import type { CallEntry } from '#direct-connect-simulator';
import { type Counts, count } from './count.ts';
import type { ChaosRun } from './run-chaos.ts';

/** What went wrong and really met something, by what it was. */
export function faultsMet({ evidence, duplicated }: Pick<ChaosRun, 'evidence' | 'duplicated'>): Counts {
  const { kills, timeouts, tableFailures, journal } = evidence;
  return {
    ...count(journal.calls.flatMap(describeFault)),
    ...count(tableFailures.map(({ fault }) => `table: ${fault}`)),
    ...count(kills.map(({ functionName }) => `killed: ${functionName}`)),
    'timed out': timeouts.length,
    'delivered twice': duplicated,
  };
}

function describeFault({ operation, fault, hiddenEffect, time }: CallEntry): string[] {
  if (!fault) return [];
  const what = operation === 'AssociateHostedConnection' ? 'call' : 'observation';
  const late = hiddenEffect && 'at' in hiddenEffect && hiddenEffect.at > time + 50 ? ' late' : '';
  const effect = hiddenEffect ? `, ${hiddenEffect.outcome}${late}` : '';
  return [`${what}: ${fault.kind}${effect}`];
}
