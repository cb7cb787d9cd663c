import { advanceDrain } from '../drain/run/advance-drain.ts';
import { drainCommand } from '../drain/run/commands/drain-command.ts';
import { drainGauges } from '../drain/run/gauges.ts';
import { isOpen } from '../drain/run/line.ts';
import { driveDue, tickDrain } from '../drain/run/tick-drain.ts';
import { verifyDue } from '../migration/verification/verify-due.ts';
import { parseConfig } from './config.ts';
import { drive } from './drive.ts';
import { drainMetrics } from './metrics.ts';
import { toHandler } from './to-handler.ts';
import { wireDrain } from './wire-drain.ts';

const config = parseConfig('drain', process.env);
const { functionLog, drains, looks } = wireDrain(config);

/** Whether it has lines that were moved, and are not known to be well: the next ticks are about them. */
async function hasOpenLines(drainId: string): Promise<boolean> {
  const { drain } = (await drains.ledger.readDrain(drainId)) ?? {};
  return drain !== undefined && Object.values(drain.lines).some((line) => isOpen(line) && line.state !== 'released');
}

/** Commands of operators, ticks and what became of lines, and every minute all drains that are due. */
export const drain = drive({
  command: (command) => drainCommand(command, drains),
  advance: (drainId, remaining) => advanceDrain(drainId, remaining, drains),
  tick: (tick, remaining) => tickDrain(tick, remaining, drains),
  due: (remaining) => driveDue(remaining, drains),
  look: async (drainId, remaining) => {
    if (!(await hasOpenLines(drainId))) return false;
    return (await verifyDue(remaining, looks)).looks > 0;
  },
  report: async () => {
    functionLog.write('driven', drainMetrics(await drainGauges(drains), config.stage, Date.now()));
  },
  log: drains.log,
});

export const handler = toHandler(drain, functionLog);
