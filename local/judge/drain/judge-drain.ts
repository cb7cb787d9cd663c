import type { Objection } from '../evidence.ts';
import { type DrainEvidence, type DrainWire, evidenceOf } from './drain-wire.ts';
import { limits } from './limit-rules.ts';
import { moves } from './move-rules.ts';
import { words } from './word-rules.ts';

/**
 * Judges the evening of a drain from outside by its invariants: D1 to D5, I2 of its calls, D7 to D11 and D15. D6, D12, D13 and D14 cannot be seen from
 * there: what is known to a driver, what an undisturbed run would have done, a service without guards, and what credentials could do.
 */
export function judgeDrain(wire: DrainWire): string[] {
  const evidence: DrainEvidence = evidenceOf(wire);
  return [...moves(evidence), ...limits(evidence), ...words(evidence)].map(
    ({ rule, what }: Objection) => `${rule}: ${what}`,
  );
}
