import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { type ReconcileReport, reconcile as takeDue } from '../migration/reconcile.ts';
import { logInvocation } from './log-invocation.ts';
import { reconcileMetrics } from './metrics.ts';
import { wire } from './wire.ts';

const { ports, logger } = wire(process.env);

/** Every minute: takes up what is due in the ledger. */
export async function reconcile(_event: unknown, context: Context): Promise<ReconcileReport> {
  const report = await takeDue(() => context.getRemainingTimeInMillis(), ports);
  logger.info('reconciled', reconcileMetrics(report, context.functionName, Date.now()));
  return report;
}

export const handler = middy(reconcile).use(logInvocation(logger));
