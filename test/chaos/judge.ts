import { type Audit, audit } from '../../local/demo/audit.ts';
import type { ChaosEvidence, Leftovers } from './evidence.ts';
import { judgeAnswers } from './judge-answers.ts';
import { judgeHeld } from './judge-held.ts';

/** Judges a run as the demo does, and by what only a chaos run knows: what was planned, what was broken, what is left. */
export function judge(evidence: ChaosEvidence): Audit {
  const verdict = audit(evidence);
  const unjustified = judgeHeld(evidence).filter(({ justification }) => justification === undefined);
  return {
    ...verdict,
    objections: [
      ...verdict.objections,
      ...unjustified.map(({ event }) => `${event.data.tenant} ${event.data.request?.requestId} was held for no reason`),
      ...judgeAnswers(evidence),
      ...judgeLeftovers(evidence.leftovers),
      ...unparked(evidence),
      ...(evidence.leaks > 0 ? [`${evidence.leaks} log lines or events hold what must stay inside`] : []),
    ],
  };
}

function judgeLeftovers({ queues, droppedEvents, ledger }: Leftovers): string[] {
  const filled = Object.entries(queues).filter(([, messages]) => messages > 0);
  return [
    ...filled.map(([queue, messages]) => `${messages} messages are left in ${queue}`),
    ...(droppedEvents > 0 ? [`${droppedEvents} events reached no one`] : []),
    ...ledger.map((item) => `the ledger is left with ${item}`),
  ];
}

/** What no one can work on has a copy in quarantine, at least one. */
function unparked({ sent, quarantined }: ChaosEvidence): string[] {
  const unreadable = sent.filter(({ planned: { only } }) => only === INVALID || only === UNKNOWN).length;
  return quarantined < unreadable ? [`${unreadable} messages are for quarantine, which has ${quarantined}`] : [];
}

const INVALID = 'REJECTED INVALID_REQUEST';
const UNKNOWN = 'REJECTED UNKNOWN_SENDER';
