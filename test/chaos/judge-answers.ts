import { answerOf } from './answers.ts';
import type { ChaosEvidence } from './evidence.ts';

/** Objections to answers that are not right for what was sent. */
export function judgeAnswers({ sent, results }: ChaosEvidence): string[] {
  return results.flatMap(({ line, event }, index) => {
    const only = sent[index]?.planned.only;
    if (only === undefined || event === undefined || answerOf(event) === only) return [];
    return [`the message of line ${line} was answered ${answerOf(event)}, where only ${only} is right`];
  });
}
