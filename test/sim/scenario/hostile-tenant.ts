import type { Random } from '../../support/random.ts';
import type { BrownOut } from '../brown-outs.ts';
import { MINUTE, START } from '../settings.ts';
import { CROWD, FULL_LAG, INTERCONNECT, LAG, type Line, OTHER_LAG } from '../topology.ts';
import { contentOf, type Draft, invalidContent } from './content.ts';
import type { Sending } from './scenario.ts';
import { FURTHEST } from './sender-clocks.ts';

/** How much a hostile tenant does of each kind, in messages. */
export interface Hostility {
  /** Requests for one line of its own that wait for the same moment. */
  waiting: number;
  /** Junk in the message group of another's line, and in random groups. */
  junkInGroup: number;
  junkInGroups: number;
  /** Requests for lines that do not exist. */
  missing: number;
  /** Requests for a line that it shares, given in the future, for the parent that the line is on. */
  ahead: number;
  /** Requests for lines of its own whose calls are not answered. */
  unclear: number;
}

export const NOTHING: Hostility = { waiting: 0, junkInGroup: 0, junkInGroups: 0, missing: 0, ahead: 0, unclear: 0 };

/** What was tried against the service before each tenant had a queue, a share and turns of its own. */
export const AS_REPORTED: Hostility = {
  ...{ waiting: 1500, junkInGroup: 1000, junkInGroups: 5000 },
  ...{ missing: 40, ahead: 20, unclear: 3 },
};

/** Enough for each to meet the others' requests. */
const SCALED_DOWN: Hostility = {
  ...{ waiting: 20, junkInGroup: 10, junkInGroups: 20 },
  ...{ missing: 2, ahead: 3, unclear: 3 },
};

/** When and against whom. */
export interface Target {
  /** The other's line that junk is sent in the group of, and the one that both may move. */
  line: string;
  shared: string;
  fromMs: number;
  /** The moment that the requests wait for. */
  opensAtMs: number;
  /** How far ahead it says that it gives requests: less than what a message is refused for, by SQS's clock. */
  aheadMs: number;
}

/** What it does takes so long. */
const SPAN = 3 * MINUTE;

/** Its own lines, of those that no story else plays with. */
const [WAITED_FOR, ...UNANSWERED] = CROWD.orders.slice(-9) as [Line, ...Line[]];
const HOSTILE_LINES = [WAITED_FOR, ...UNANSWERED];

/** The tenant that has the same rights as the first. */
const TENANT = 'second';

/** All that the hostile tenant sends. Everything is valid or cheap. */
export function hostileSendings(hostility: Hostility, target: Target, random: Random): Sending[] {
  const { fromMs, opensAtMs, shared, line, aheadMs } = target;
  const sendings: Sending[] = [];
  const moment = () => fromMs + random.between(0, SPAN);
  const order = (count: number, prefix: string, more: (number: number, at: number) => Partial<Draft>) => {
    for (let number = 0; number < count; number++) {
      const at = moment();
      const common = {
        tenant: TENANT,
        requestId: `${prefix}${number}`,
        from: INTERCONNECT,
        requestedAtMs: at,
        isHostile: true,
      };
      const draft = { ...common, connectionId: WAITED_FOR.connectionId, to: LAG, ...more(number, at) };
      sendings.push({ at, content: contentOf(draft), group: draft.connectionId });
    }
  };
  const junk = (count: number, group: () => string) => {
    for (let left = count; left > 0; left--)
      sendings.push({ at: moment(), content: invalidContent(TENANT, '{"schemaVersion":"1"}'), group: group() });
  };
  order(hostility.waiting, 'w', () => ({ to: random.pick([LAG, OTHER_LAG]), notBefore: opensAtMs }));
  order(hostility.missing, 'm', (number) => ({ connectionId: `dxcon-nowhere${number}` }));
  order(hostility.ahead, 'a', (_, at) => ({
    ...{ connectionId: shared, from: LAG, to: INTERCONNECT },
    requestedAtMs: at + aheadMs,
    aheadMs,
  }));
  order(hostility.unclear, 'u', (number) => ({
    connectionId: UNANSWERED[number % UNANSWERED.length]?.connectionId ?? '',
    to: FULL_LAG,
  }));
  junk(hostility.junkInGroup, () => line);
  junk(hostility.junkInGroups, () => `g${random.between(1, 1_000_000)}`);
  return sendings;
}

/** @param share of the runs have a hostile tenant, until all faults are over */
export function drawHostility(
  random: Random,
  share: number,
  quietAtMs: number,
): { sendings: Sending[]; lines: readonly Line[]; brownOuts: BrownOut[] } {
  if (!random.chance(share)) return { sendings: [], lines: [], brownOuts: [] };
  const target: Target = {
    ...{ line: 'dxcon-line1', shared: random.pick(['dxcon-line1', 'dxcon-line2']) },
    ...{ aheadMs: FURTHEST, fromMs: START, opensAtMs: START + random.between(MINUTE, 10 * MINUTE) },
  };
  const sendings = hostileSendings(SCALED_DOWN, target, random);
  return { sendings, lines: HOSTILE_LINES, brownOuts: [unanswered(target, quietAtMs)] };
}

/** No call for its parent is answered, from before the first is made. */
export function unanswered({ fromMs }: Target, until: number): BrownOut {
  return { parentId: FULL_LAG, from: fromMs, to: until, share: 1 };
}
