/**
 * The program of a process that runs one handler and is measured: takes commands from its parent, one at a time, and answers with what
 * each took. It is bundled before it is started, so that no compiler of TypeScript runs in the process beside the handler.
 */
import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Handler, loadHandler } from '../../../local/lambda/runtime/load-handler.ts';
import type { Answer, Command, Measured } from './command.ts';

const { env } = process;

/** Of a function, by the template: what a handler may count on at its start. */
const TIMEOUT_MS = 60_000;

/** A process that has used less than this in as long is idle. Milliseconds. */
const IDLE = { cpuMs: 0.5, wallMs: 5 };

/** Microseconds. */
const SAMPLING_INTERVAL = 200;

let handler: Handler | undefined;
let session: Session | undefined;

process.on('message', (command: Command) => void answer(command));
// Its parent has ended, or has done with it.
process.on('disconnect', () => process.exit());

async function answer(command: Command): Promise<void> {
  try {
    process.send?.(await carryOut(command));
  } catch (error) {
    const failed: Partial<Answer> = { error: error instanceof Error ? `${error.stack}` : String(error) };
    process.send?.(failed);
  }
}

function carryOut(command: Command): Promise<Answer> {
  switch (command.kind) {
    case 'load':
      return measure(load);
    case 'invoke':
      return measure((answered) => invoke(command.event, answered));
    case 'startProfile':
      return measure(startProfile);
    case 'stopProfile':
      return measure(() => stopProfile(command.file));
  }
}

/** @param work is given what is to be called when it has answered, where its processor time goes on until the process is idle */
async function measure(work: (answered: () => void) => Promise<Partial<Answer>>): Promise<Answer> {
  const startedAtMs = performance.timeOrigin + performance.now();
  let wallMs: number | undefined;
  const elapsed = () => performance.timeOrigin + performance.now() - startedAtMs;
  const before = process.cpuUsage();
  const result = await work(() => {
    wallMs = elapsed();
  });
  const { user, system } = process.cpuUsage(before);
  const measured: Measured = { cpuMs: (user + system) / 1000, wallMs: wallMs ?? elapsed(), startedAtMs };
  return { ...result, ...measured };
}

async function load(): Promise<object> {
  handler = await loadHandler(env.LAMBDA_TASK_ROOT ?? '', env._HANDLER ?? '');
  return {};
}

async function invoke(event: SQSEvent, answered: () => void): Promise<Partial<Answer>> {
  if (handler === undefined) throw new Error('the handler has not been loaded');
  const deadlineMs = Date.now() + TIMEOUT_MS;
  const response = (await handler(event, contextOf(deadlineMs))) as SQSBatchResponse;
  answered();
  await untilIdle();
  return { response };
}

/** What a handler leaves to be done after its answer is its own as well. */
async function untilIdle(): Promise<void> {
  for (;;) {
    const before = process.cpuUsage();
    await sleep(IDLE.wallMs);
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 < IDLE.cpuMs) return;
  }
}

function contextOf(deadlineMs: number) {
  return {
    awsRequestId: crypto.randomUUID(),
    invokedFunctionArn: `arn:aws:lambda:${env.AWS_REGION}:000000000000:function:${env.AWS_LAMBDA_FUNCTION_NAME}`,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

async function startProfile(): Promise<object> {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL });
  await session.post('Profiler.start');
  return {};
}

async function stopProfile(file: string): Promise<object> {
  if (session === undefined) throw new Error('no profile has been started');
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  session = undefined;
  await writeFile(file, JSON.stringify(profile));
  return {};
}
