import { type Change, diffPictures, fieldChanges, pictureOf } from './diff.ts';
import type { LeftLine, Plan, PlannedLine } from './plan.ts';
import { inOrder, some } from './words.ts';

/** What another plan does otherwise, and what it rests on otherwise. */
export function diffPlans(was: Plan, is: Plan): Change[] {
  const pictures = was.source === is.source ? diffPictures(pictureOf(was), pictureOf(is)) : [];
  return [...planChanges(was, is), ...decisionChanges(was, is), ...pictures];
}

/** Of what is neither a line nor a fact. */
function planChanges(was: Plan, is: Plan): Change[] {
  const flat = (plan: Plan) => ({
    drain: plan.drainId,
    'leftovers of': plan.leftoversOf,
    ticket: plan.ticket,
    source: plan.source,
    targets: plan.targets.map(({ id }) => id),
    'window from': plan.window.from,
    'window to': plan.window.to,
    'notice in seconds': plan.notice.seconds,
    ...plan.rules,
    ...plan.limits,
    ...plan.timing,
  });
  return fieldChanges('plan', is.drainId, flat(was), flat(is));
}

type Decided = { moved: PlannedLine } | { left: LeftLine };

function decisionChanges(was: Plan, is: Plan): Change[] {
  const [before, now] = [decisions(was), decisions(is)];
  return [...new Set([...before.keys(), ...now.keys()])].toSorted(inOrder).flatMap((id) => {
    const [old, present] = [before.get(id), now.get(id)];
    const [a, b] = [old && describe(old), present && describe(present)];
    return a === b
      ? []
      : [{ about: 'line' as const, id, text: `${b ?? 'not in the plan'}; before: ${a ?? 'not in the plan'}` }];
  });
}

function decisions({ lines, left }: Plan): Map<string, Decided> {
  return new Map<string, Decided>([
    ...lines.map((moved) => [moved.connectionId, { moved }] as const),
    ...left.map((line) => [line.connectionId, { left: line }] as const),
  ]);
}

/** What a person approves of a line; contact data too, since customers are told by it. */
function describe(line: Decided): string {
  if ('left' in line) return `stays (${some(line.left.reasons.map(({ code }) => code))})`;
  const { to, wave, pinned, lastLeg, group, customer, contact } = line.moved;
  return [
    `to ${to} in wave ${wave}`,
    ...(pinned ? ['pinned'] : []),
    ...(lastLeg ? [`last leg by ${lastLeg.by}: ${lastLeg.why}`] : []),
    ...(group === undefined ? [] : [`group ${group}`]),
    ...(customer === undefined ? [] : [`customer ${customer}`]),
    ...(contact === undefined ? [] : [`contact ${contact}`]),
  ].join(', ');
}
