import type { Random } from '../support/random.ts';
import type { Line } from './chaos-topology.ts';
import type { PlannedMessage } from './planned-message.ts';
import { STORIES } from './stories.ts';

/**
 * So many messages, at about so many a second, in the order in which they are to be sent. The same seed gives the same
 * plan.
 */
export function planMessages(
  count: number,
  perSecond: number,
  lines: readonly Line[],
  random: Random,
): PlannedMessage[] {
  const mine = lines.filter(({ tenant }) => tenant !== undefined);
  const deck = STORIES.flatMap((story) => Array.from({ length: story.weight }, () => story));
  const messages: PlannedMessage[] = [];
  let ids = 0;
  const newId = () => `r${++ids}`;
  while (messages.length < count) {
    const story = random.pick(deck);
    const at = Math.round((messages.length * 1000) / perSecond) + random.between(0, 300);
    const planned = story.plan({ line: random.pick(mine), lines, at, random, newId });
    messages.push(...planned.map((message) => ({ ...message, story: story.name })));
  }
  return messages.slice(0, count).sort((one, other) => one.at - other.at);
}
