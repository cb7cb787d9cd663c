import type { Context } from 'aws-lambda';
import { type ControlItem, FOR_ALL } from '../migration/ports/control.ts';
import type { ReconcilePorts } from '../migration/ports/ports.ts';
import { forgetCircuits } from '../migration/steps/circuit-breaker.ts';
import { type ReconcileReport, reconcile as takeDue } from '../migration/waiting/reconcile.ts';
import { parseConfig } from './config.ts';
import { type Gauges, reconcileMetrics } from './metrics.ts';
import { toHandler } from './to-handler.ts';
import { wireMoves, wireTurns } from './wire.ts';

const config = parseConfig('reconcile', process.env);
const { functionLog, ...moves } = wireMoves(config);
const ports: ReconcilePorts = { ...moves, ...wireTurns(moves, config.settings, config.dispatchFunction) };

/** Every minute: takes up what is due in the ledger. */
export async function reconcile(_event: unknown, context: Context): Promise<ReconcileReport> {
  const report = await takeDue(() => context.getRemainingTimeInMillis(), ports);
  const gauges = gaugesOf(await forgetCircuits(ports), ports.clock());
  functionLog.write('reconciled', reconcileMetrics(report, gauges, config.stage, Date.now()));
  return report;
}

function gaugesOf(
  { paused, circuits, cordons = {}, freezes = {}, closedParents = {} }: ControlItem,
  now: number,
): Gauges {
  const { [FOR_ALL]: forAll, ...ofParents } = circuits;
  return {
    paused: Number(paused),
    circuitsOpen: Object.keys(ofParents).length,
    circuitOpenForAll: Number(forAll !== undefined),
    cordoned: Object.keys(cordons).length,
    frozen: Object.values(freezes).filter(({ fromMs, untilMs }) => fromMs <= now && now < untilMs).length,
    closed: Object.keys(closedParents).length,
  };
}

export const handler = toHandler(reconcile, functionLog);
