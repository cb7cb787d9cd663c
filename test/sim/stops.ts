import type { Objection } from '../../local/judge/evidence.ts';
import type { ControlCommand } from '../../src/migration/operators/control.ts';
import { Random } from '../support/random.ts';
import type { Ablation } from './ablation.ts';
import { WHO } from './operators.ts';
import { RandomFate } from './random-fate.ts';
import { play } from './run.ts';
import { contentOf } from './scenario/content.ts';
import { MINUTE, SECOND, SETTINGS, START } from './settings.ts';
import { INTERCONNECT, LAG, LINES } from './topology.ts';
import { undisturbed } from './undisturbed.ts';

/** What stops at any moment have come to. */
export interface StopReport {
  trials: number;
  /** Calls under way when the stop was answered, or made after it. */
  callsAfter: number;
  /** Calls whose intent was written later than the stop was answered: there must be none. */
  intendedAfter: number;
  /** The latest call after the answer, in milliseconds. */
  latestMs: number;
  violations: (Objection & { seed: number })[];
}

/** How often each thing that a process waits for takes long: the moments between reading, intent and call become long ones. */
const WEATHER = {
  ...{ rates: { slow: 0.03, slowAnswer: 0.1 }, lagging: 0, clockOffset: 0.5, extremes: 0 },
  ...{ contests: 0, hostility: 0, guards: 0, releases: 0, drains: 0, restores: 0 },
};

/** Stops calls at any moment around those of six lines that are moved at once, so many times. */
export async function tryStops(from: number, trials: number, ablation?: Ablation): Promise<StopReport> {
  const report: StopReport = { trials, callsAfter: 0, intendedAfter: 0, latestMs: 0, violations: [] };
  for (let seed = from; seed < from + trials; seed++) await tryStop(seed, report, ablation);
  return report;
}

async function tryStop(seed: number, report: StopReport, ablation: Ablation | undefined): Promise<void> {
  const random = new Random(seed, 1);
  const at = START + random.between(0, 8 * SECOND);
  const plan = undisturbed(new RandomFate(new Random(seed, 2), WEATHER, SETTINGS), sendings(random));
  const operators = { ...plan.operators, orders: [{ at, command: drawStop(random, at) }] };
  const evidence = await play({ ...plan, operators }, undefined, ablation);
  const answeredAtMs = evidence.answeredAtMs.at(0) ?? Number.POSITIVE_INFINITY;
  for (const { call } of evidence.calls) {
    // Later ones are made once it is taken back.
    if (call.at <= answeredAtMs || call.at > plan.clearAtMs) continue;
    const intent = evidence.intents.find((one) => one.call === call);
    report.callsAfter++;
    report.latestMs = Math.max(report.latestMs, call.at - answeredAtMs);
    if ((intent?.writtenAtMs ?? 0) > answeredAtMs) report.intendedAfter++;
  }
  report.violations.push(...evidence.violations.map((violation) => ({ ...violation, seed })));
}

function sendings(random: Random) {
  const lines = LINES.filter(({ parent, vlan }) => parent === INTERCONNECT && vlan !== 104).map(
    ({ connectionId }) => connectionId,
  );
  return lines.map((connectionId, number) => {
    const requestedAtMs = START + random.between(0, 3 * SECOND);
    const draft = { tenant: 'orders', requestId: `r${number}`, connectionId, from: INTERCONNECT, to: LAG };
    return { at: requestedAtMs, content: contentOf({ ...draft, requestedAtMs }), group: connectionId };
  });
}

/** It stands until the faults are over. */
function drawStop(random: Random, at: number): ControlCommand {
  return random.pick<ControlCommand>([
    { action: 'pause', ...WHO },
    { action: 'freeze', name: 'night', fromMs: at - MINUTE, untilMs: at + 100 * MINUTE, ...WHO },
    { action: 'closeParent', parent: random.pick([INTERCONNECT, LAG]), ...WHO },
    { action: 'cordon', parent: LAG, ...WHO },
  ]);
}
