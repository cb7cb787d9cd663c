import type { Objection } from '../../local/judge/evidence.ts';
import type { Settings } from '../../src/migration/model/settings.ts';
import { DEFAULT_SETTINGS } from '../support/default-settings.ts';
import type { Ablation } from './ablation.ts';
import type { Evidence } from './auditor/evidence.ts';
import type { Fault } from './faults.ts';
import { WHO } from './operators.ts';
import { type FaultPlan, type FaultPoint, PlannedFate } from './planned-fate.ts';
import { type OperatorPlan, play } from './run.ts';
import { contentOf, type Draft } from './scenario/content.ts';
import { MINUTE, SECOND, START } from './settings.ts';
import { INTERCONNECT, LAG, OTHER_LAG } from './topology.ts';
import type { Trace } from './trace.ts';
import { undisturbed } from './undisturbed.ts';

const OUT: Draft = {
  ...{ tenant: 'orders', requestId: 'out', connectionId: 'dxcon-line1' },
  ...{ from: INTERCONNECT, to: LAG, requestedAtMs: START },
};
const BACK: Draft = { ...OUT, requestId: 'back', from: LAG, to: INTERCONNECT, requestedAtMs: START + SECOND };

/** Another line of the same owner, on another parent. */
const SIBLING: Draft = {
  ...{ tenant: 'orders', requestId: 'sibling', connectionId: 'dxcon-more1' },
  ...{ from: LAG, to: OTHER_LAG, requestedAtMs: START + SECOND },
};

/** As short as packaging takes: three good looks, a poll interval apart. */
const VERIFIED = { verifyWithinMs: 4 * MINUTE, soakMs: 2 * MINUTE };

const GUARDS = [
  {
    at: START + SECOND,
    command: { action: 'freeze', name: 'night', fromMs: START, untilMs: START + 3 * MINUTE, ...WHO },
  },
  { at: START + 2 * MINUTE, command: { action: 'cordon', parent: LAG, ...WHO } },
] as const;

interface SweptRun {
  orders: readonly Draft[];
  settings: Partial<Settings>;
  /** What operators do meanwhile. */
  commands?: OperatorPlan['orders'];
}

/** Two lines that must not be down together are apart until the first is found healthy. */
const KEPT_APART: Partial<Settings> = {
  verifyWithinMs: DEFAULT_SETTINGS.verifyWithinMs,
  redundancyLock: 'owner',
};

/**
 * The runs that the sweep disturbs: a single move, the same with a return move behind it, one that is verified, one that
 * operators freeze just before its call, and cordon its target once that is over, and one with a line that must not be down too.
 */
export const SWEPT = {
  'one move': { orders: [OUT], settings: {} },
  'a move and its return': { orders: [OUT, BACK], settings: {} },
  'a move that is verified': { orders: [OUT], settings: VERIFIED },
  'a move that is frozen and kept out': { orders: [OUT], settings: {}, commands: GUARDS },
  'a move and its sibling': { orders: [OUT, SIBLING], settings: KEPT_APART },
} as const satisfies Record<string, SweptRun>;

/** Of its pairs every so many are run: with verification a run has so many fault points that all of them would take hours. */
export const EVERY_PAIR: Record<Swept, number> = {
  'one move': 1,
  'a move and its return': 1,
  'a move that is verified': 1,
  'a move that is frozen and kept out': 1,
  'a move and its sibling': 100,
};
export type Swept = keyof typeof SWEPT;

export interface SweepFinding {
  faults: string[];
  violations: Objection[];
}

export interface SweepReport {
  points: number;
  singles: number;
  pairs: number;
  findings: SweepFinding[];
}

/** One run of the sweep. */
export async function playSwept(
  swept: Swept,
  faults: FaultPlan,
  trace?: Trace,
  ablation?: Ablation,
): Promise<{ evidence: Evidence; points: FaultPoint[] }> {
  const fate = new PlannedFate(faults);
  const { orders, settings, commands = [] }: SweptRun = SWEPT[swept];
  const sendings = orders.map((draft) => ({
    at: draft.requestedAtMs,
    content: contentOf(draft),
    group: draft.connectionId,
  }));
  const calm = undisturbed(fate, sendings);
  const plan = { ...calm, settings, operators: { ...calm.operators, orders: commands } };
  return { evidence: await play(plan, trace, ablation), points: fate.points };
}

/**
 * Every fault at every fault point of a run, and every pair of them. The second of a pair happens at any point that the
 * run with the first comes to after it.
 *
 * @param takesPair by its number, so that a share can be run
 * @param takesFirst the same of the faults that come alone, and first in a pair
 */
export async function sweep(
  swept: Swept,
  takesPair: (number: number) => boolean,
  onRun: (report: SweepReport) => void = () => undefined,
  takesFirst: (number: number) => boolean = () => true,
): Promise<SweepReport> {
  const undisturbed = await playSwept(swept, new Map());
  const report: SweepReport = { points: undisturbed.points.length, singles: 0, pairs: 0, findings: [] };
  const run = async (faults: FaultPlan) => {
    const { evidence, points } = await playSwept(swept, faults);
    const { violations } = evidence;
    if (violations.length > 0) report.findings.push({ faults: describe(faults, points), violations });
    onRun(report);
    return points;
  };
  let [pair, number] = [0, 0];
  for (const [first, firstFault] of faultsFrom(undisturbed.points, 0)) {
    if (!takesFirst(number++)) continue;
    const points = await run(new Map([[first, firstFault]]));
    report.singles++;
    for (const [second, secondFault] of faultsFrom(points, first + 1)) {
      if (!takesPair(pair++)) continue;
      report.pairs++;
      await run(
        new Map([
          [first, firstFault],
          [second, secondFault],
        ]),
      );
    }
  }
  return report;
}

function* faultsFrom(points: readonly FaultPoint[], from: number): Generator<[number, Fault]> {
  for (const [number, { possible }] of points.entries()) {
    if (number < from) continue;
    for (const fault of possible) yield [number, fault];
  }
}

function describe(faults: FaultPlan, points: readonly FaultPoint[]): string[] {
  return [...faults].map(([number, fault]) => `${number}:${points[number]?.name}:${fault}`);
}
