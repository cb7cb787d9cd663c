import type { Context } from 'aws-lambda';
import { FOR_ALL } from '../migration/ports/control.ts';
import type { ReconcilePorts } from '../migration/ports/ports.ts';
import { forgetCircuits } from '../migration/steps/circuit-breaker.ts';
import { type ReconcileReport, reconcile as takeDue } from '../migration/waiting/reconcile.ts';
import { parseConfig } from './config.ts';
import { reconcileMetrics } from './metrics.ts';
import { toHandler } from './to-handler.ts';
import { wireMoves, wireTurns } from './wire.ts';

const config = parseConfig('reconcile', process.env);
const { functionLog, ...moves } = wireMoves(config, config.settings.callTimeoutMs);
const ports: ReconcilePorts = { ...moves, ...wireTurns(moves, config.settings, config.dispatchFunction) };

/** Every minute: takes up what is due in the ledger. */
export async function reconcile(_event: unknown, context: Context): Promise<ReconcileReport> {
  const report = await takeDue(() => context.getRemainingTimeInMillis(), ports);
  const { paused, circuits } = await forgetCircuits(ports);
  const { [FOR_ALL]: forAll, ...ofParents } = circuits;
  const circuitsOpen = Object.keys(ofParents).length;
  const gauges = { paused: Number(paused), circuitsOpen, circuitOpenForAll: Number(forAll !== undefined) };
  functionLog.write('reconciled', reconcileMetrics(report, gauges, config.stage, Date.now()));
  return report;
}

export const handler = toHandler(reconcile, functionLog);
