import { drainReader, type KnownDrain } from '../../../../src/cli/drain/run/read-drain.ts';
import type { Plan } from '../../../../src/drain/plan/plan.ts';
import type { Decision, Drain } from '../../../../src/drain/run/drain.ts';
import type { LineProgress } from '../../../../src/drain/run/line.ts';
import { type Answers, madeContext, worldOf } from '../../../support/cli-context.ts';
import { controlItem, drainItem, planItem } from '../../../support/cli-items.ts';
import { MINUTE, START } from '../../../support/world.ts';
import { inventory, line, planOf, port, request } from '../../drain/plan/given.ts';

export const ID = 'fra-2026-12';
const PORTS = [port({ id: 'dxcon-old' }), port({ id: 'dxlag-new', linkMbps: 100_000, kind: 'interconnect' })];

/** A plan of so many lines, dxcon-line1 on: a canary of one, then five, then twenty. Its window has just opened. */
export function madePlan(count = 8, mbps = 500): Plan {
  const lines = Array.from({ length: count }, (_, at) => line(`dxcon-line${at + 1}`, { vlan: 100 + at, mbps }));
  const window = { fromMs: START, toMs: START + 8 * 60 * MINUTE };
  return planOf(
    inventory({ readAtMs: START - 20 * 24 * 60 * MINUTE, ports: PORTS, lines }),
    request({ drainId: ID, targets: ['dxlag-new'], window }),
  );
}

const jo: Decision = { atMs: START, by: 'jo', why: 'CHG-311' };

/** As it is once submitted, with other fields; lines that are not named are planned. */
export function madeDrain(
  plan: Plan,
  fields: Partial<Drain> = {},
  lines: Record<string, Partial<LineProgress>> = {},
): Drain {
  const planned = plan.lines.map(({ connectionId }): [string, LineProgress] => [
    connectionId,
    { state: 'planned', expired: 0, ...lines[connectionId] },
  ]);
  return {
    ...{ drainId: plan.drainId, phase: 'PLANNED', rev: 1, digest: plan.digest, submitted: jo, waivers: {} },
    ...{ endsAtMs: Date.parse(plan.window.to), stops: [], wave: { number: 0 }, promoted: 0 },
    ...{ forgiven: { failed: 0, drifted: 0 }, lines: Object.fromEntries(planned), tick: { number: 0, atMs: START } },
    ...{ unpublished: [], told: [], history: [{ ...jo, what: 'submitted' }] },
    ...fields,
  };
}

/** One that runs since the window has opened. */
export function running(
  plan: Plan,
  fields: Partial<Drain> = {},
  lines: Record<string, Partial<LineProgress>> = {},
): Drain {
  const approval = { ...jo, rev: 1, digest: plan.digest };
  const announcement = {
    ...jo,
    rev: 1,
    fromMs: START,
    toMs: START,
    serviceVersion: '0.0.0',
    published: plan.lines.length,
    doneAtMs: START,
  };
  return madeDrain(
    plan,
    { phase: 'RUNNING', started: jo, approval, announcement, wave: { number: 1 }, ...fields },
    lines,
  );
}

/** A try that was released at that time. */
export function tryAt(releasedAtMs: number) {
  return {
    number: 1,
    rev: 1,
    wave: 1,
    releasedAtMs,
    requestedAtMs: releasedAtMs,
    notAfterMs: releasedAtMs + 15 * MINUTE,
  };
}

/** What the functions `drain` and `approve` answer, and what they were asked: in `asked`. */
export function answering(
  plan: Plan,
  answer: object = {},
): { Invoke: Answers[string]; asked: { function: string; command: object }[] } {
  const asked: { function: string; command: object }[] = [];
  const Invoke = ({ FunctionName, Payload }: { FunctionName: string; Payload: Uint8Array }) => {
    asked.push({ function: FunctionName, command: JSON.parse(Buffer.from(Payload).toString()) });
    const usual = {
      result: 'done',
      drainId: ID,
      state: 'RUNNING',
      rev: 1,
      digest: plan.digest,
      wave: 1,
      stops: [],
      lines: {},
    };
    return { Payload: Buffer.from(JSON.stringify({ ...usual, ...answer })) };
  };
  return { Invoke, asked };
}

/** A stage that has this drain. */
export function withDrain(plan: Plan, drain: Drain, answers: Answers = {}, options = {}) {
  const control = controlItem({ running: { drain: drain.drainId } });
  return madeContext({ ...worldOf(control, drainItem(drain), planItem(plan)), ...answers }, options);
}

/** As it is read. */
export function known(plan: Plan, drain: Drain): Promise<KnownDrain> {
  return drainReader(withDrain(plan, drain), drain.drainId)();
}

/** The same, whose functions answer this. */
export function stageOf(plan: Plan, drain: Drain, answer: object = {}, options = {}) {
  const { Invoke, asked } = answering(plan, answer);
  const context = withDrain(plan, drain, { Invoke: Invoke as never }, options);
  return { context, asked, commands: () => asked.map(({ command }) => command) };
}
