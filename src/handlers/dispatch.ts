import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { dispatch as callInTurn, type DispatchReport } from '../migration/dispatch/dispatch.ts';
import { rateAfter } from '../migration/pace/pace.ts';
import type { DispatchPorts } from '../migration/ports/ports.ts';
import { parseConfig } from './config.ts';
import { dispatchMetrics } from './metrics.ts';
import { toHandler } from './to-handler.ts';
import { wireMoves } from './wire.ts';

const config = parseConfig('dispatch', process.env);
const { functionLog, ...moves } = wireMoves(config, config.settings.callTimeoutMs);
const ports: DispatchPorts = {
  ...moves,
  settings: config.settings,
  sleep: (milliseconds) => sleep(milliseconds),
};

/** Whenever requests have come to wait for their turn, and every minute: calls for them, one after the other. */
export async function dispatch(_event: unknown, context: Context): Promise<DispatchReport> {
  const report = await callInTurn(() => context.getRemainingTimeInMillis(), ports);
  const { pace } = await ports.ledger.readControl();
  const callRate = rateAfter(pace, config.settings);
  functionLog.write('dispatched', dispatchMetrics(report, callRate, config.stage, Date.now()));
  return report;
}

export const handler = toHandler(dispatch, functionLog);
