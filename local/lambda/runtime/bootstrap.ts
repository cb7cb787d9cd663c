/**
 * The program of a local Lambda process: loads the handler that the environment names, then takes one event after the
 * other from the Runtime API and posts the handler's answers. It stands where AWS's Node.js runtime stands and does
 * what that does for async handlers; there is no response streaming and console output is not prefixed.
 *
 * The process ends by itself when the Runtime API is gone.
 */
import { createApiClient, type ReceivedInvocation } from './api-client.ts';
import { errorDocument, RuntimeError } from './error-document.ts';
import { type Handler, loadHandler } from './load-handler.ts';

const { env } = process;
const api = createApiClient(env.AWS_LAMBDA_RUNTIME_API ?? '');
let current: ReceivedInvocation | undefined;

// Exit codes as in AWS's runtime. A promise that an earlier invocation left behind may end a later one so.
process.on('uncaughtException', (error) => crash(error, 129));
process.on('unhandledRejection', (reason) => {
  crash(new RuntimeError('UnhandledPromiseRejection', String(reason), { cause: reason }), 128);
});

const handler = await loadHandler(env.LAMBDA_TASK_ROOT ?? '', env._HANDLER ?? '').catch(async (error: unknown) => {
  logError('Init Error', error);
  await api.failInit(error).catch(() => undefined);
  process.exit(1);
});
for (;;) {
  current = await api.next().catch(() => process.exit(0));
  await answer(current, handler);
  current = undefined;
}

async function answer(invocation: ReceivedInvocation, handle: Handler): Promise<void> {
  let payload: string;
  env._X_AMZN_TRACE_ID = invocation.traceId;
  try {
    payload = serialise(await handle(JSON.parse(invocation.payload), contextOf(invocation)));
  } catch (error) {
    logError('Invoke Error', error);
    await api.fail(invocation.requestId, error).catch(() => process.exit(0));
    return;
  }
  await api.respond(invocation.requestId, payload).catch(() => process.exit(0));
}

function serialise(result: unknown): string {
  return JSON.stringify(result === undefined ? null : result);
}

/** "Using the Lambda context object to retrieve Node.js function information", Lambda Developer Guide. */
function contextOf(invocation: ReceivedInvocation) {
  return {
    awsRequestId: invocation.requestId,
    invokedFunctionArn: invocation.functionArn,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => invocation.deadlineMs - Date.now(),
  };
}

function crash(error: unknown, exitCode: number): void {
  logError(error instanceof Error ? error.name : 'Error', error);
  const posted = current === undefined ? api.failInit(error) : api.fail(current.requestId, error);
  posted.catch(() => undefined).finally(() => process.exit(exitCode));
}

function logError(what: string, error: unknown): void {
  process.stderr.write(`${what}\t${JSON.stringify(errorDocument(error))}\n`);
}
