import type { Reason } from '../../contract/reason.ts';
import { seenIn } from '../outcome/build-outcome.ts';
import { recordBeforeCall } from '../outcome/record-outcome.ts';
import type { Stop } from '../step-result.ts';
import type { Run } from './step.ts';

/** The end of a dry run: what a real one would have been rejected for by this one observation, or null. */
export async function answerDryRun({ item, found, ports }: Run, reason: Reason | null = null): Promise<Stop> {
  return recordBeforeCall(item, { state: 'PLANNED', reason, seen: seenIn(found) }, ports);
}
