import type { Evidence, Objection } from './evidence.ts';
import { judgeCalls } from './judge-calls.ts';
import { judgeEvents } from './judge-events.ts';
import { judgeMoves } from './judge-moves.ts';
import { judgeOutcomes } from './judge-outcomes.ts';

/**
 * The invariants that can be judged from what a run leaves behind: I1, I3, I4, I5, I7 and I8. The demo, the chaos runs and
 * the simulation all judge by these; each adds what only it can see.
 */
export function judge(evidence: Evidence): Objection[] {
  return [...judgeCalls(evidence), ...judgeMoves(evidence), ...judgeOutcomes(evidence), ...judgeEvents(evidence)];
}
