import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/contract/request.ts';
import { Random } from '../support/random.ts';
import { chaosTopology } from './chaos-topology.ts';
import { planMessages } from './plan-messages.ts';
import { bodyOf } from './planned-message.ts';
import { STORIES } from './stories.ts';

const START = Date.parse('2026-11-23T12:00:00.000Z');
const plan = (seed: number) => planMessages(2_000, 10, chaosTopology(500).lines, new Random(seed));

describe('the plan', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  it('plays every story, in the order of sending', () => {
    const messages = plan(7);
    expect(messages).toHaveLength(2_000);
    expect(new Set(messages.map(({ story }) => story))).toEqual(new Set(STORIES.map(({ name }) => name)));
    expect(messages.map(({ at }) => at)).toEqual(messages.map(({ at }) => at).toSorted((one, other) => one - other));
  });

  it('holds requests as the contract has them, but where it says that they are not', () => {
    for (const message of plan(7)) {
      const parsed = parseRequest(bodyOf(message, START), START + message.at);
      expect(parsed.ok, JSON.stringify(message)).toBe(message.only !== 'REJECTED INVALID_REQUEST');
    }
  });
});
