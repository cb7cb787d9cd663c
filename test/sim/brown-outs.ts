import type { Random } from '../support/random.ts';
import { contentOf } from './scenario/content.ts';
import type { Sending } from './scenario/scenario.ts';
import { MINUTE, START } from './settings.ts';
import { LINES, PARENTS } from './topology.ts';

/** A span of time in which much of what is called is not answered: of one target parent, or of all. */
export interface BrownOut {
  parentId: string | undefined;
  from: number;
  to: number;
  /** Of the calls, how many are not answered. */
  share: number;
}

/** A brown-out, and orders for lines of two accounts, to every parent, that come in it. */
export function drawBrownOut(random: Random): { brownOuts: BrownOut[]; sendings: Sending[] } {
  if (random.chance(0.85)) return { brownOuts: [], sendings: [] };
  const from = START + random.between(0, 2 * MINUTE);
  const parentId = random.chance(0.5) ? random.pick(PARENTS) : undefined;
  const share = random.chance(0.7) ? 1 : 0.7;
  const brownOut = { parentId, from, to: from + random.between(MINUTE, 15 * MINUTE), share };
  const lines = LINES.filter(({ connectionId }) => connectionId.startsWith('dxcon-more'));
  const sendings = lines.map(({ connectionId, parent }) => {
    const at = from + random.between(0, 4 * MINUTE);
    const to = random.pick(PARENTS.filter((other) => other !== parent));
    const order = { connectionId, from: parent ?? '', to, requestedAtMs: at };
    return {
      at,
      content: contentOf({ tenant: 'orders', requestId: `b-${connectionId}`, ...order }),
      group: connectionId,
    };
  });
  return { brownOuts: [brownOut], sendings };
}
