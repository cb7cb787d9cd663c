import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, ScheduledEvent } from 'aws-lambda';
import { dispatch as callInTurn, type DispatchReport } from '../migration/dispatch/dispatch.ts';
import { untilNextRun } from '../migration/dispatch/until-next-run.ts';
import { roomForCallMs } from '../migration/model/settings.ts';
import { rateAfter } from '../migration/pace/pace.ts';
import type { DispatchPorts } from '../migration/ports/ports.ts';
import { parseConfig } from './config.ts';
import { dispatchMetrics } from './metrics.ts';
import { toHandler } from './to-handler.ts';
import { wireMoves } from './wire.ts';

const config = parseConfig('dispatch', process.env);
const { functionLog, ...moves } = wireMoves(config);
const ports: DispatchPorts = {
  ...moves,
  settings: config.settings,
  sleep: (milliseconds) => sleep(milliseconds),
};

/** When the schedule last invoked it: this environment remembers that for the runs that others ask for. */
let scheduledAtMs: number | undefined;

/** Whenever requests have come to wait for their turn, and every minute: calls for them, one after the other. */
export async function dispatch(event: Partial<ScheduledEvent>, context: Context): Promise<DispatchReport> {
  if (event.time !== undefined) scheduledAtMs = Date.parse(event.time);
  const left = () => context.getRemainingTimeInMillis();
  const remaining = untilNextRun(left, roomForCallMs(config.settings), scheduledAtMs, ports.clock);
  const report = await callInTurn(remaining, ports);
  const { pace } = await ports.ledger.readControl();
  const callRate = rateAfter(pace, config.settings);
  functionLog.write('dispatched', dispatchMetrics(report, callRate, config.stage, Date.now()));
  return report;
}

export const handler = toHandler(dispatch, functionLog);
