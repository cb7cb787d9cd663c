import { isOver, isSettled, mayRelease, withoutSettled } from '../../../src/migration/groups/leave.ts';
import { mayGoBack } from '../../../src/migration/groups/way-back.ts';
import type { Plan, State } from './state.ts';
import { at } from './state.ts';

/** What the steps decide by: the service's own functions, and the guards that an ablation takes away. */
export interface Rules {
  isOver: typeof isOver;
  withoutSettled: typeof withoutSettled;
  mayRelease: typeof mayRelease;
  mayGoBack: typeof mayGoBack;
  hasSweep: boolean;
  /** What names an entry: the attempt that it is made for. */
  entryId: (attempt: string) => string;
  /** Which request has moved a line last, as far as verification is concerned. */
  lastMover: (line: number, state: State, plan: Plan) => number | null;
  /** Whether there is nothing left to find out of the move of a request. */
  isSettled: (request: number, state: State) => boolean;
  /** Whether who stands down loses its intent. */
  movesFence: boolean;
}

export const RULES: Rules = {
  isOver,
  withoutSettled,
  mayRelease,
  mayGoBack,
  hasSweep: true,
  entryId: (attempt) => attempt,
  lastMover: (line, { connections }) => at(connections, line).movedBy,
  isSettled: (request, { requests }) => isSettled(at(requests, request).verdict ?? undefined),
  movesFence: true,
};

const byLastOrder: Rules['lastMover'] = (line, { connections }, { requests }) => {
  const { lastOrder } = at(connections, line);
  const request = requests.findIndex((each) => each.line === line && each.order === lastOrder);
  return request < 0 ? null : request;
};

export const ABLATIONS = {
  'entries under the key of their request': { entryId: (attempt) => attempt.replace(/\..*/, '') },
  'no sweep': { hasSweep: false },
  'a sweep that does not wait until the maker of an entry has ended': {
    isOver: (entry, facts, now) => isOver(entry, facts, now, -1),
  },
  'HEALTHY takes out a later entry of its line': {
    withoutSettled: (group, { connectionId, request }) =>
      withoutSettled(group, { connectionId, request, orderKey: '~' }),
  },
  'a refused request overtakes': {
    lastMover: byLastOrder,
    isSettled: (request, state) => at(state.requests, request).state === 'FAILED' || RULES.isSettled(request, state),
  },
  'an overtaken move leaves at once': {
    isOver: (entry, facts, now, ends) => facts.verdict === 'OVERTAKEN' || isOver(entry, facts, now, ends),
  },
  'a held call leaves': {
    isOver: (entry, facts, now, ends) => facts.state === 'HELD' || isOver(entry, facts, now, ends),
  },
  'a way back without the entry of the move': {
    mayGoBack: (_, { target }, last) => last?.from === target,
  },
  'a person releases what is being called for': {
    mayRelease: () => true,
  },
  'who stands down keeps its intent': { movesFence: false },
} as const satisfies Record<string, Partial<Rules>>;

export type AblationName = keyof typeof ABLATIONS;
