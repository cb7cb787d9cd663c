import type { Objection } from '../../../local/judge/evidence.ts';
import { Random } from '../../support/random.ts';
import { tryOf } from '../auditor/drain-evidence.ts';
import type { Evidence } from '../auditor/evidence.ts';
import type { Fault } from '../faults.ts';
import { WHO } from '../operators.ts';
import { type FaultPlan, type FaultPoint, PlannedFate } from '../planned-fate.ts';
import { play } from '../run.ts';
import { MINUTE, SECOND, START } from '../settings.ts';
import { DRAINED, LAG, RIVALS_LAG } from '../topology.ts';
import type { Trace } from '../trace.ts';
import { undisturbed } from '../undisturbed.ts';
import type { DrainPlan, ScriptStep } from './drain-stage.ts';

/** Of three owners, on a parent of their own. */
const LINES = ['dxcon-d0x0', 'dxcon-d1x0', 'dxcon-d2x0'].flatMap((id) =>
  DRAINED.filter(({ connectionId }) => connectionId === id).map((line) => ({ ...line, parent: RIVALS_LAG })),
);

/** Two waves; in the second, a stop, the rollback of the first line, and a resume. */
const SCRIPT: readonly ScriptStep[] = [
  {
    at: START + 10 * SECOND,
    give: ({ drainId, rev, digest }) => ({ action: 'approve', drainId, rev, digest, ...WHO }),
  },
  { at: START + 20 * SECOND, give: ({ drainId, digest }) => ({ action: 'announce', drainId, digest, ...WHO }) },
  {
    at: START + MINUTE,
    give: ({ drainId, digest }) => ({ action: 'start', drainId, digest, waive: ['notice'], ...WHO }),
  },
  { at: START + 3 * MINUTE, give: ({ drainId, rev }) => ({ action: 'promote', drainId, rev, wave: 1, ...WHO }) },
  { at: START + 8 * MINUTE, give: ({ drainId }) => ({ action: 'stop', drainId, ...WHO }) },
  {
    at: START + 9 * MINUTE,
    give: ({ drainId }) => ({ action: 'rollback', drainId, lines: ['dxcon-d0x0'], ...WHO }),
  },
  {
    at: START + 15 * MINUTE,
    give: ({ drainId, stops }) => ({ action: 'resume', drainId, stops: stops.map(({ id }) => id), ...WHO }),
  },
];

const DRAIN: DrainPlan = {
  requests: [
    {
      ...{ drainId: 'd1', source: RIVALS_LAG, targets: [LAG], noticeSeconds: 0 },
      window: { fromMs: START + MINUTE, toMs: START + MINUTE },
      limits: { maxMoving: 2, maxSoaking: 3, minIntervalSeconds: 0 },
    },
  ],
  ...{ roomInWindow: 2, tickMs: 15 * SECOND, approvals: 1, random: new Random(1), mischief: 0, isStaffed: true },
  ...{ byHand: [], submitAtMs: START, script: SCRIPT },
};

/** As short as packaging takes. */
const SETTINGS = { verifyWithinMs: 4 * MINUTE, soakMs: 2 * MINUTE, drainTickMs: DRAIN.tickMs };

export interface DrainSweepReport {
  points: number;
  singles: number;
  findings: { fault: string; violations: readonly Pick<Objection, 'rule' | 'what'>[] }[];
}

/** One run of a small drain with these faults. */
export async function playSweptDrain(
  faults: FaultPlan,
  trace?: Trace,
): Promise<{ evidence: Evidence; points: FaultPoint[] }> {
  const fate = new PlannedFate(faults);
  const plan = undisturbed(fate, []);
  const drains = { ...DRAIN, random: new Random(1) };
  const evidence = await play(
    { ...plan, lines: LINES, drains, settings: SETTINGS, clearAtMs: START + 20 * MINUTE },
    trace,
  );
  return { evidence, points: fate.points };
}

/** What a run has moved in the name of drains: line, from, to, each as often as it was. */
export function movesOfDrains({ moves }: Evidence): string[] {
  return moves.flatMap(({ connectionId, from, to, request }) => {
    const [tenant = '', requestId = ''] = (request?.key ?? '').split('#');
    return tryOf({ tenant, requestId }) ? [`${connectionId} ${from} ${to}`] : [];
  });
}

/**
 * Every fault at every fault point of a small drain, one at a time. D12: what is moved is a part of what is moved without it, and nothing twice.
 *
 * @param takes by its number, so that a share can be run
 */
export async function sweepDrain(
  takes: (number: number) => boolean,
  onRun: (report: DrainSweepReport) => void = () => undefined,
): Promise<DrainSweepReport> {
  const calm = await playSweptDrain(new Map());
  const allowed = new Set(movesOfDrains(calm.evidence));
  const report: DrainSweepReport = { points: calm.points.length, singles: 0, findings: [] };
  let number = 0;
  for (const [index, { name, possible }] of calm.points.entries()) {
    for (const fault of possible as readonly Fault[]) {
      if (!takes(number++)) continue;
      const { evidence } = await playSweptDrain(new Map([[index, fault]]));
      report.singles++;
      const violations = [...evidence.violations, ...unexpected(evidence, allowed)];
      if (violations.length > 0) report.findings.push({ fault: `${index}:${name}:${fault}`, violations });
      onRun(report);
    }
  }
  return report;
}

function unexpected(evidence: Evidence, allowed: ReadonlySet<string>): Pick<Objection, 'rule' | 'what'>[] {
  const moves = movesOfDrains(evidence);
  const twice = moves.filter((move, index) => moves.indexOf(move) !== index);
  const others = moves.filter((move) => !allowed.has(move));
  return [
    ...twice.map((move) => ({ rule: 'drain D12', what: `${move} is moved twice` })),
    ...others.map((move) => ({ rule: 'drain D12', what: `${move} is moved, which no one does without the fault` })),
  ];
}
