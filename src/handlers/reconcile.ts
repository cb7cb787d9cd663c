import type { Context } from 'aws-lambda';
import { type ReconcileReport, reconcile as takeDue } from '../migration/reconcile.ts';
import { reconcileMetrics } from './metrics.ts';
import { toHandler } from './to-handler.ts';
import { wire } from './wire.ts';

const { config, ports, log } = wire(process.env);

/** Every minute: takes up what is due in the ledger. */
export async function reconcile(_event: unknown, context: Context): Promise<ReconcileReport> {
  const report = await takeDue(() => context.getRemainingTimeInMillis(), ports);
  const { paused, circuit } = await ports.ledger.readControl();
  const gauges = { paused: Number(paused), circuitOpen: Number(circuit !== undefined) };
  log.write('reconciled', reconcileMetrics(report, gauges, config.stage, Date.now()));
  return report;
}

export const handler = toHandler(reconcile, log);
