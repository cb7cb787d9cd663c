import { goTogether } from '../../../src/migration/groups/group.ts';
import { isSettled } from '../../../src/migration/groups/leave.ts';
import { isFinal } from '../../../src/migration/model/request-item.ts';
import { environmentSteps } from './environment.ts';
import { ABLATIONS, type AblationName, RULES, type Rules } from './rules.ts';
import { at, beginningOf, type Plan, type Risk, type State, type Step, tidy } from './state.ts';
import { visitorSteps } from './visitors.ts';
import { workerSteps } from './worker.ts';

export interface Found {
  states: number;
  steps: number;
  /** What is wrong, and the steps that lead there; absent if nothing is. */
  fault?: { what: string; path: string[] };
}

/**
 * Every state that the world can come to, breadth first, so that what is found wrong is found by the shortest way. In each, no two
 * lines that do not go together may move or be unverified; and from each a quiet end must be reachable.
 *
 * @param say called now and then with the number of states so far
 */
export function search(plan: Plan, ablation?: AblationName, say: (states: number) => void = () => undefined): Found {
  const rules: Rules = { ...RULES, ...(ablation ? ABLATIONS[ablation] : {}) };
  const first = tidy(beginningOf(plan), plan);
  const states = [first];
  const numbers = new Map([[JSON.stringify(first), 0]]);
  const parents = [0];
  const edges: number[] = [];
  const quiet: number[] = [];
  const way = (number: number) => path(number, states, parents, plan, rules);
  for (let number = 0; number < states.length; number++) {
    if (number % 10_000 === 0) say(number);
    const state = at(states, number);
    if (isQuiet(state)) quiet.push(number);
    for (const [what, step] of stepsFrom(state, plan, rules)) {
      const next = tidy(step, plan);
      const wrong = whatIsWrong(state, next, plan);
      if (wrong) return fault(wrong, [...way(number), what], states.length, edges.length / 2);
      const key = JSON.stringify(next);
      let known = numbers.get(key);
      if (known === undefined) {
        known = states.push(next) - 1;
        numbers.set(key, known);
        parents.push(number);
      }
      edges.push(number, known);
    }
  }
  const stuck = firstStuck(states.length, edges, quiet);
  if (stuck !== undefined) {
    return fault('no quiet end can be reached', way(stuck), states.length, edges.length / 2);
  }
  return { states: states.length, steps: edges.length / 2 };
}

function fault(what: string, steps: string[], states: number, count: number): Found {
  return { states, steps: count, fault: { what, path: steps } };
}

function stepsFrom(state: State, plan: Plan, rules: Rules): Step[] {
  return [
    ...plan.workers.flatMap((_, index) => workerSteps(state, index, plan, rules)),
    ...visitorSteps(state, plan, rules),
    ...environmentSteps(state, plan),
  ];
}

/** Whoever may be called for must go together with all that may move or are unverified, unless it is its line's way back. */
function whatIsWrong(before: State, after: State, plan: Plan): string | undefined {
  const fresh = after.risks.filter((risk) => !before.risks.some(({ attempt }) => attempt === risk.attempt));
  for (const risk of fresh) {
    const other = after.risks.find((each) => isApart(risk, each, plan) && !isWayBackBeside(risk, each, plan));
    if (other) return `lines of requests ${other.request} and ${risk.request} are down together`;
  }
  const lines = after.calls.map(({ request }) => at(plan.requests, request).line);
  return new Set(lines).size < lines.length ? 'two calls for one line are under way' : undefined;
}

function isApart(risk: Risk, other: Risk, plan: Plan): boolean {
  const [one, two] = [at(plan.requests, risk.request), at(plan.requests, other.request)];
  if (one.line === two.line || other.isReleased) return false;
  return !goTogether(named(one.name, risk.side), named(two.name, other.side), plan.lock);
}

/** A line's way back may go beside lines that entered with it, whichever of the two calls first. */
function isWayBackBeside(one: Risk, other: Risk, plan: Plan): boolean {
  return wentWith(one, other, plan) || wentWith(other, one, plan);
}

/** The other one's attempt had entered with the move that this one takes back; or another of its line, and it goes back as well. */
function wentWith({ beside }: Risk, other: Risk, { requests }: Plan): boolean {
  const lineOf = (attempt: string) => at(requests, Number.parseInt(attempt, 10)).line;
  const { line } = at(requests, other.request);
  const goesBack = other.beside.length > 0;
  return beside.some((attempt) => attempt === other.attempt || (goesBack && lineOf(attempt) === line));
}

function named(name: string | undefined, side: string): { side: string; name?: string } {
  return name === undefined ? { side } : { side, name };
}

/** Nobody is at work, every request has its outcome and every move its verdict, and nothing is held up by any of them. */
function isQuiet(state: State): boolean {
  const isAtRest = state.workers.every(({ at: where }) => where === 'idle') && state.verified === null;
  const isIdle = !state.person && state.swept === null;
  const isFree = state.connections.every(({ active }) => active === null);
  const isOver = state.requests.every(
    ({ state: now, hasMoved, verdict }) =>
      isFinal(now) && (!hasMoved || isSettled(verdict ?? undefined) || verdict === 'OVERTAKEN'),
  );
  return isAtRest && isIdle && isFree && isOver && state.calls.length === 0 && state.group.entries.length === 0;
}

/** The first state from which no quiet one can be reached. */
function firstStuck(count: number, edges: readonly number[], quiet: readonly number[]): number | undefined {
  const before = new Map<number, number[]>();
  for (let edge = 0; edge < edges.length; edge += 2) {
    const [from, to] = [edges[edge] as number, edges[edge + 1] as number];
    const known = before.get(to);
    if (known) known.push(from);
    else before.set(to, [from]);
  }
  const reaches = new Uint8Array(count);
  const open = [...quiet];
  for (const number of open) reaches[number] = 1;
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    for (const from of before.get(number) ?? []) {
      if (reaches[from]) continue;
      reaches[from] = 1;
      open.push(from);
    }
  }
  const stuck = reaches.indexOf(0);
  return stuck < 0 ? undefined : stuck;
}

/** The steps that lead to a state, found again. */
function path(
  number: number,
  states: readonly State[],
  parents: readonly number[],
  plan: Plan,
  rules: Rules,
): string[] {
  const steps: string[] = [];
  for (let each = number; each !== 0; each = at(parents, each)) {
    const key = JSON.stringify(at(states, each));
    const step = stepsFrom(at(states, at(parents, each)), plan, rules).find(
      ([, next]) => JSON.stringify(tidy(next, plan)) === key,
    );
    steps.unshift(step?.[0] ?? 'a step that is not found again');
  }
  return steps;
}
