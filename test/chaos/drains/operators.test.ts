import { describe, expect, it } from 'vitest';
import type { LambdaFunction } from '../../../local/lambda/lambda-function.ts';
import { Operators } from './operators.ts';

const STOP = { action: 'stop', drainId: 'd', by: 'ada', why: 'test' } as const;
const SET_ASIDE = { ...STOP, action: 'setAside', connectionId: 'dxcon-a' } as const;
const DONE = { payload: '{"result":"done"}' };
const DECLINED = { payload: '{"result":"declined"}' };
const KILLED = { payload: '{}', functionError: 'Unhandled' };

/** What `drain` answers, one after the other; an error is Lambda's own. */
function operatorsOf(answers: (typeof DONE | typeof KILLED | Error)[]): Operators {
  const invoke = async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return new Operators(new Map([['drain', { invoke } as unknown as LambdaFunction]]));
}

describe('people who ask for commands', () => {
  it('ask again where the answer is lost, and where none is made', async () => {
    const operators = operatorsOf([KILLED, new Error('Rate Exceeded'), DONE]);
    const askedAtMs = Date.now();
    await operators.ask(STOP);
    expect(operators.unanswered).toEqual(['stop', 'stop']);
    expect(operators.carriedOut).toMatchObject([{ action: 'stop', by: 'ada' }]);
    const [stop] = operators.carriedOut;
    // From when on it may have been carried out.
    expect(stop?.answeredAtMs).toBeGreaterThan(stop?.askedAtMs ?? 0);
    expect(stop?.askedAtMs).toBeGreaterThanOrEqual(askedAtMs);
  });

  it('count how long the answer took that came, and not those that were lost', async () => {
    const operators = operatorsOf([KILLED, DONE]);
    await operators.ask(STOP);
    const [stop] = operators.carriedOut;
    expect(operators.stopAnswersMs).toHaveLength(1);
    expect(operators.stopAnswersMs[0]).toBeLessThan((stop?.answeredAtMs ?? 0) - (stop?.askedAtMs ?? 0));
  });

  it.each([
    ['is not noted', [DECLINED], []],
    ['may have been done when it was asked for before', [KILLED, DECLINED], [{ connectionId: 'dxcon-a' }]],
  ])('what is declined %s', async (_what, answers, noted) => {
    const operators = operatorsOf(answers);
    expect(await operators.ask(SET_ASIDE)).toEqual({ result: 'declined' });
    expect(operators.carriedOut).toMatchObject(noted);
  });
});
