import * as v from 'valibot';
import { CONNECTION_ID, type IdRule, PARENT_ID, REQUEST_ID } from '../../contract/ids.ts';
import { issueInWords } from '../../contract/issue-words.ts';
import { tellTime } from '../../contract/time.ts';
import { ORDERING } from './facts-schema.ts';
import { DRAIN_ID, id, seconds, text } from './fields.ts';
import type { Inventory } from './inventory.ts';
import { planLimits, planRules, planTiming } from './plan.ts';
import type { PlanRequest } from './plan-request.ts';
import { inOrder, some } from './words.ts';

export type ProblemCode =
  | 'REQUEST'
  | 'INVENTORY'
  | 'SOURCE'
  | 'TARGETS'
  | 'PINS'
  | 'LAST_LEGS'
  | 'WINDOW'
  | 'NOTHING_TO_MOVE'
  | 'DOES_NOT_FIT'
  | 'TOO_LARGE';

/** Why there is no plan. */
export interface Problem {
  code: ProblemCode;
  why: string;
  help: string;
}

/** What is wrong with what was asked for, or with what it was asked of. */
export function requestProblems(inventory: Inventory, request: PlanRequest): Problem[] {
  const found = inventoryProblems(inventory);
  // The rest would be judged by lists that contradict themselves.
  if (found.length > 0) return found;
  return [
    ...shapeProblem(request),
    ...windowProblem(request.window, inventory),
    ...portProblems(inventory, request),
    ...lineProblems(inventory, request),
  ];
}

/** Where what was read contradicts itself, as a listing does that was cut short or has changed while it was read. */
export function inventoryProblems({ ports, lines, openRequests }: Inventory): Problem[] {
  const help = 'read the inventory again';
  const problem = (why: string): Problem => ({ code: 'INVENTORY', why, help });
  const twice = [repeated(ports.map(({ id }) => id)), repeated(lines.map(({ connectionId }) => connectionId))].flat();
  const strange = [
    ...outside(
      PARENT_ID,
      ports.map(({ id }) => id),
    ),
    ...outside(
      PARENT_ID,
      ports.flatMap(({ memberOf }) => memberOf ?? []),
    ),
    ...outside(
      CONNECTION_ID,
      lines.map(({ connectionId }) => connectionId),
    ),
    ...outside(
      PARENT_ID,
      lines.map(({ parentConnectionId }) => parentConnectionId),
    ),
    ...outside(
      ORDERING,
      openRequests.map(({ tenant }) => tenant),
    ),
    ...outside(
      REQUEST_ID,
      openRequests.map(({ requestId }) => requestId),
    ),
  ];
  return [
    ...(twice.length > 0 ? [problem(`it has twice: ${some(twice)}`)] : []),
    ...(strange.length > 0 ? [problem(`${strange.length} ids in it are none that the service takes`)] : []),
  ];
}

/** What a plan takes of what was asked for, as its own schema has it. */
const wanted = v.strictObject({
  drainId: id(DRAIN_ID, 'The drain.'),
  leftoversOf: v.optional(id(DRAIN_ID, 'The drain whose leftovers these lines are.')),
  ticket: v.optional(text('The change ticket.')),
  noticeSeconds: v.optional(seconds('How long before the window customers must have been told.')),
  rules: v.optional(v.partial(planRules)),
  limits: v.optional(v.partial(planLimits)),
  timing: v.optional(v.partial(planTiming)),
});

function shapeProblem(request: PlanRequest): Problem[] {
  const { drainId, leftoversOf, ticket, noticeSeconds, rules, limits, timing } = request;
  const parts = { drainId, leftoversOf: leftoversOf?.drainId, ticket, noticeSeconds, rules, limits, timing };
  return (v.safeParse(wanted, parts).issues ?? []).map((issue) => ({
    code: 'REQUEST',
    why: `${v.getDotPath(issue) ?? 'the request'}: ${issueInWords(issue)}`,
    help: 'leave it out for the default, or give another value',
  }));
}

/** Longer than any night: most likely a wrong date. */
const LONGEST_WINDOW_MS = 31 * 86_400_000;

function windowProblem({ fromMs, toMs }: PlanRequest['window'], { readAtMs }: Inventory): Problem[] {
  const problem = (why: string, help: string): Problem[] => [{ code: 'WINDOW', why, help }];
  const [from, to] = [tellTime(new Date(fromMs)), tellTime(new Date(toMs))];
  if (from === undefined || to === undefined)
    return problem('the window has a time that is none', 'name its two times');
  const window = `the window from ${from} to ${to}`;
  if (toMs <= fromMs) return problem(`${window} ends before it begins`, 'name its end after its beginning');
  if (toMs <= readAtMs) return problem(`${window} is over`, 'name a window that is to come');
  if (toMs - fromMs > LONGEST_WINDOW_MS) return problem(`${window} is longer than 31 days`, 'name a shorter one');
  return [];
}

function portProblems({ ports }: Inventory, { source, targets }: PlanRequest): Problem[] {
  const known = new Map(ports.map((port) => [port.id, port]));
  const problems: Problem[] = [];
  const found = known.get(source);
  const help = 'dxm parents lists those that there are';
  if (!found) problems.push({ code: 'SOURCE', why: `there is no interconnect or LAG ${source}`, help });
  if (found?.memberOf !== undefined)
    problems.push({
      code: 'SOURCE',
      why: `${source} is a member of ${found.memberOf}, and its lines are on that`,
      help: `drain ${found.memberOf}`,
    });
  if (targets.length === 0) problems.push({ code: 'TARGETS', why: 'no target is named', help });
  const most = 63;
  if (targets.length > most)
    problems.push({ code: 'TARGETS', why: `${targets.length} targets are named`, help: `name at most ${most}` });
  const unknown = targets.filter((id) => !known.has(id)).toSorted(inOrder);
  if (unknown.length > 0)
    problems.push({ code: 'TARGETS', why: `there is no interconnect or LAG ${some(unknown)}`, help });
  return problems;
}

function lineProblems({ lines }: Inventory, { source, targets, pins = {}, lastLegs = [] }: PlanRequest): Problem[] {
  const onSource = new Set(lines.filter((line) => line.parentConnectionId === source).map((line) => line.connectionId));
  const strangers = (ids: readonly string[]) => ids.filter((id) => !onSource.has(id)).toSorted(inOrder);
  const [pinned, legs] = [strangers(Object.keys(pins)), strangers(lastLegs.map(({ connectionId }) => connectionId))];
  const astray = Object.entries(pins)
    .filter(([, target]) => !targets.includes(target))
    .map(([id, target]) => `${id}=${target}`)
    .toSorted(inOrder);
  const help = `name lines of ${source}`;
  const problems: Problem[] = [];
  if (pinned.length > 0) problems.push({ code: 'PINS', why: `pinned, but not on ${source}: ${some(pinned)}`, help });
  if (astray.length > 0)
    problems.push({
      code: 'PINS',
      why: `pinned to what is no target: ${some(astray)}`,
      help: 'name it as a target, or pin to one',
    });
  if (legs.length > 0)
    problems.push({ code: 'LAST_LEGS', why: `named as a last leg, but not on ${source}: ${some(legs)}`, help });
  return problems;
}

function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = ids.filter((id) => seen.size === seen.add(id).size);
  return [...new Set(twice)].toSorted(inOrder);
}

function outside({ pattern }: IdRule, ids: readonly string[]): string[] {
  return ids.filter((id) => !pattern.test(id));
}
