import type { Context, SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { DrainAnswer, DrainCommand, DrainDeclined } from '../drain/run/command.ts';
import type { Tick } from '../drain/run/tick-drain.ts';
import { describeError } from '../migration/model/describe-error.ts';
import type { Log } from '../migration/ports/log.ts';
import type { Declined } from './commands.ts';
import { readDrainCommand } from './drain-commands.ts';
import { isBatch, isSchedule, readTickMessage, type TickMessage } from './drain-events.ts';

/** Milliseconds left of the invocation. */
type Remaining = () => number;

/** What the function is made of. */
export interface DriveSteps {
  command(command: DrainCommand): Promise<DrainAnswer | DrainDeclined>;
  /** Brings a drain as far as it will go now. */
  advance(drainId: string, remaining: Remaining): Promise<unknown>;
  tick(tick: Tick, remaining: Remaining): Promise<unknown>;
  /** What the schedule does: every drain that is due. */
  due(remaining: Remaining): Promise<unknown>;
  /** Looks at lines that were moved, while the drain has some that are not done; says whether it has looked at any. */
  look(drainId: string, remaining: Remaining): Promise<boolean>;
  /** Logs how drains are, as metrics. */
  report(): Promise<void>;
  log: Log;
}

export type Driven = DrainAnswer | DrainDeclined | Declined | SQSBatchResponse | undefined;

/** For how long a command that was carried out also brings its drain on, in milliseconds: its answer waits for that. */
const AFTER_COMMAND_MS = 10_000;

/** A run of the schedule is over before the next, whatever timeout the function has: its other invocations are for ticks and commands. */
const SCHEDULED_RUN_MS = 45_000;

/** A handler of all that brings drains on: commands, the ticks queue, and the schedule. */
export function drive(steps: DriveSteps): (event: unknown, context: Context) => Promise<Driven> {
  return async (event, context) => {
    const remaining = () => context.getRemainingTimeInMillis();
    if (isBatch(event)) return takeBatch(event.Records, remaining, steps);
    if (!isSchedule(event)) return takeCommand(event, remaining, steps);
    await steps.due(atMost(SCHEDULED_RUN_MS, remaining));
    await steps.report();
    return undefined;
  };
}

async function takeCommand(event: unknown, remaining: Remaining, steps: DriveSteps): Promise<Driven> {
  const read = readDrainCommand(event);
  if ('declined' in read) return read.declined;
  const { command } = read;
  const answer = await steps.command(command);
  if (answer.result !== 'done') return answer;
  if (command.action === 'start' && command.waive) {
    const { by, why } = command;
    steps.log('drainWaived', { drain: answer.drainId, cause: command.waive.join(), by, why });
  }
  // The answer of a stop waits for nothing; what is left to do is due.
  if (command.action === 'stop') return answer;
  const untilAnswer = atMost(AFTER_COMMAND_MS, remaining);
  await unlessItFails(() => steps.advance(answer.rollback ?? answer.drainId, untilAnswer), answer.drainId, steps.log);
  return answer;
}

/** What is left of the invocation, but no more than so much from now on. */
function atMost(milliseconds: number, remaining: Remaining): Remaining {
  const left = remaining();
  return () => Math.min(remaining(), milliseconds - (left - remaining()));
}

/** The command was carried out, and says so: the drain is due, and the schedule brings it. */
async function unlessItFails(work: () => Promise<unknown>, drain: string, log: Log): Promise<void> {
  try {
    await work();
  } catch (error) {
    log('faulted', { drain, error: describeError(error) });
  }
}

/** Of several hints one is enough. What fails comes again; and the schedule brings every drain that is due, whatever gets lost here. */
async function takeBatch(records: SQSRecord[], remaining: Remaining, steps: DriveSteps): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  const advanced = new Set<string>();
  for (const { messageId, body } of records) {
    const message = readTickMessage(body);
    if (message?.kind === 'hint' && advanced.has(message.drainId)) continue;
    try {
      if (!message) throw new Error('is neither a tick nor an event of a line');
      advanced.add(message.kind === 'hint' ? message.drainId : message.tick.drainId);
      await take(message, remaining, steps);
    } catch (error) {
      steps.log('faulted', { messageId, error: describeError(error) });
      failed.push(messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Lists that take long must not keep the drain from going on: it goes on first, and again with what they have shown. */
async function take(message: TickMessage, remaining: Remaining, steps: DriveSteps): Promise<unknown> {
  if (message.kind === 'hint') return steps.advance(message.drainId, remaining);
  const { drainId } = message.tick;
  await steps.tick(message.tick, remaining);
  return (await steps.look(drainId, remaining)) && steps.advance(drainId, remaining);
}
