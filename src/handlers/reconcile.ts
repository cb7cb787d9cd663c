import type { Context } from 'aws-lambda';
import type { ReconcilePorts } from '../migration/ports/ports.ts';
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
  const { paused, circuit } = await ports.ledger.readControl();
  const gauges = { paused: Number(paused), circuitOpen: Number(circuit !== undefined) };
  functionLog.write('reconciled', reconcileMetrics(report, gauges, config.stage, Date.now()));
  return report;
}

export const handler = toHandler(reconcile, functionLog);
