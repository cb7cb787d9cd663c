import * as v from 'valibot';
import { formatTime } from '../../contract/time.ts';
import { type Assignment, assign } from './assign.ts';
import { fitWarnings } from './check-fit.ts';
import { rightsWarning, sickSiblings } from './check-line.ts';
import { type Problem, requestProblems } from './check-request.ts';
import { planText, seal } from './digest.ts';
import { paceOf, timesOf } from './estimate.ts';
import { factsOf, lineFactsOf } from './facts.ts';
import { fitProblems, freeSeconds } from './fits-window.ts';
import type { Inventory, Line, Port } from './inventory.ts';
import { releaseOrder, toWaves } from './order.ts';
import {
  type LeftLine,
  MAX_PLAN_BYTES,
  type Plan,
  type PlanBody,
  type PlannedLine,
  type PlanTarget,
  planBodySchema,
} from './plan.ts';
import {
  DEFAULT_LIMITS,
  DEFAULT_NOTICE_SECONDS,
  DEFAULT_RULES,
  DEFAULT_TIMING,
  type PlanRequest,
} from './plan-request.ts';
import { planWarnings } from './plan-warnings.ts';
import type { Warning } from './reasons.ts';
import { freeMbps } from './room.ts';
import { byText, tidy } from './words.ts';
import { linesOnSource, type World, worldOf } from './world.ts';

/** A plan, or why there is none; then, as far as it came, what it would have been. */
export type Planned = { ok: true; plan: Plan; text: string } | { ok: false; problems: Problem[]; draft?: PlanBody };

/** Makes the plan of a drain out of what was read. The same input, in whatever order, gives the same plan to the byte. */
export function makePlan(inventory: Inventory, request: PlanRequest): Planned {
  const problems = requestProblems(inventory, request);
  const world = problems.length === 0 ? worldFor(inventory, request) : undefined;
  if (!world) return { ok: false, problems };
  const { leftoversOf, pins = {} } = request;
  const assignment = assign(world, new Map(Object.entries(pins)), leftoversOf && new Set(leftoversOf.connectionIds));
  const draft = bodyOf(world, assignment, request);
  const plan = seal(draft);
  const text = planText(plan);
  const unfit = [...fitProblems(draft, world), ...sizeProblem(text)];
  return unfit.length > 0 ? { ok: false, problems: unfit, draft } : { ok: true, plan, text };
}

function worldFor(inventory: Inventory, request: PlanRequest): World | undefined {
  const wanted = new Set(request.targets);
  const source = inventory.ports.find(({ id }) => id === request.source);
  return (
    source &&
    worldOf(inventory, {
      source,
      targets: inventory.ports.filter(({ id }) => wanted.has(id)),
      rules: { ...DEFAULT_RULES, ...request.rules },
      window: request.window,
      rows: request.groups ?? [],
      lastLegs: request.lastLegs ?? [],
    })
  );
}

function bodyOf(world: World, assignment: Assignment, request: PlanRequest): PlanBody {
  const { window, drainId, ticket, leftoversOf, noticeSeconds = DEFAULT_NOTICE_SECONDS } = request;
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  const timing = { ...DEFAULT_TIMING, ...request.timing };
  const pace = paceOf(timing, limits);
  const nameOf = (id: string) => world.rows.get(id)?.group;
  const moved = linesOnSource(world).filter(({ connectionId }) => assignment.to.has(connectionId));
  const waves = toWaves(releaseOrder(moved, nameOf));
  const times = timesOf(
    waves.map((wave) => wave.map(({ connectionId }) => nameOf(connectionId))),
    pace,
    limits,
  );
  const waveOf = new Map(waves.flatMap((wave, index) => wave.map(({ connectionId }) => [connectionId, index + 1])));
  const lines = moved.map((line) =>
    plannedLine(line, assignment.to.get(line.connectionId), waveOf.get(line.connectionId), world, request),
  );
  const left = [...assignment.left].map(
    ([id, reasons]): LeftLine => ({ ...lineOf(world.lines.get(id), world), reasons }),
  );
  const announceByMs = window.fromMs - noticeSeconds * 1000;
  const body: Omit<PlanBody, 'warnings'> = {
    schemaVersion: '1',
    drainId,
    ...(leftoversOf ? { leftoversOf: leftoversOf.drainId } : {}),
    ...(ticket === undefined ? {} : { ticket: tidy(ticket) }),
    readAt: formatTime(world.inventory.readAtMs),
    validUntil: formatTime(window.toMs),
    source: world.source.id,
    window: { from: formatTime(window.fromMs), to: formatTime(window.toMs) },
    notice: { seconds: noticeSeconds, announceBy: formatTime(announceByMs) },
    rules: world.rules,
    limits,
    timing,
    estimate: {
      seconds: times.at(-1)?.toSeconds ?? 0,
      windowSeconds: freeSeconds(world),
      seenSeconds: pace.seenTicks * pace.tickSeconds,
      healthySeconds: pace.healthyTicks * pace.tickSeconds,
    },
    targets: world.targets.map((target) => planTarget(target, assignment)),
    waves: waves.map((wave, index) => ({
      wave: index + 1,
      gate: index === 0 ? 'person' : 'automatic',
      lines: wave.map(({ connectionId }) => connectionId),
      ...(times[index] ?? { fromSeconds: 0, toSeconds: 0 }),
    })),
    lines,
    left: left.toSorted(byText(({ connectionId }) => connectionId)),
    rollback: lines.map(({ connectionId, to, facts: { vlan = 0 } }) => ({
      connectionId,
      expectedParentConnectionId: to,
      parentConnectionId: world.source.id,
      expectedVlan: vlan,
    })),
    facts: factsOf(world),
  };
  return asPublished({ ...body, warnings: planWarnings(body, world) });
}

/** A plan that its own parser refuses would be a fault of ours, and found out at night. */
function asPublished(body: PlanBody): PlanBody {
  const result = v.safeParse(planBodySchema, body, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`the planner has made what is no plan: ${v.getDotPath(issue)}: ${issue.message}`);
}

function plannedLine(
  line: Line,
  to: Port | undefined,
  wave: number | undefined,
  world: World,
  { pins = {} }: PlanRequest,
): PlannedLine {
  if (!to || wave === undefined) throw new Error('a line is moved without a target or a wave');
  const word = sickSiblings(line, world) === undefined ? undefined : world.lastLegs.get(line.connectionId);
  return {
    ...lineOf(line, world),
    to: to.id,
    wave,
    ...(Object.hasOwn(pins, line.connectionId) ? { pinned: true as const } : {}),
    ...(word ? { lastLeg: { by: tidy(word.by), why: tidy(word.why) } } : {}),
    warnings: lineWarnings(line, to, world),
  };
}

function lineWarnings(line: Line, to: Port, world: World): Warning[] {
  const sick = sickSiblings(line, world);
  const lastLeg: Warning[] =
    sick === undefined
      ? []
      : [
          {
            code: 'LAST_LEG',
            why: `${sick}: this may be the last line of its group that is well`,
            help: 'it is moved all the same, by the word of the person whom the plan names',
          },
        ];
  const rights = rightsWarning(line, to.id, world);
  return [...lastLeg, ...fitWarnings(line, to, world), ...(rights ? [rights] : [])];
}

/** What a plan says of any line on the source. */
function lineOf(line: Line | undefined, { rows }: World): Omit<LeftLine, 'reasons'> {
  if (!line) throw new Error('a line on the source is not among the lines');
  const { group, customer, contact } = rows.get(line.connectionId) ?? {};
  return {
    connectionId: line.connectionId,
    facts: lineFactsOf(line),
    ...(group === undefined ? {} : { group }),
    ...(customer === undefined ? {} : { customer }),
    ...(contact === undefined ? {} : { contact }),
  };
}

function planTarget({ id }: Port, { rooms, closed }: Assignment): PlanTarget {
  const room = rooms.find(({ port }) => port.id === id);
  return {
    id,
    lines: room?.planned ?? 0,
    ...(room ? { roomMbps: freeMbps(room) } : {}),
    reasons: closed.get(id) ?? [],
  };
}

function sizeProblem(text: string): Problem[] {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_PLAN_BYTES) return [];
  return [
    {
      code: 'TOO_LARGE',
      why: `the plan would have ${bytes} bytes; at most ${MAX_PLAN_BYTES} are taken`,
      help: 'plan two nights: name some of the lines as exempt, and plan again afterwards',
    },
  ];
}
