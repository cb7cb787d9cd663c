import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Clock, systemClock } from '../clock.ts';
import type { EventInvokeConfig } from './event-invoke-config.ts';
import { type EventPauses, EventQueue, eventPauses } from './event-queue.ts';
import { type EnvironmentState, ExecutionEnvironment } from './execution-environment.ts';
import { type FunctionSettings, functionArn } from './function-settings.ts';
import { type InvokeResult, TooManyRequestsException } from './invoke-result.ts';
import { refuseReservedVariables } from './process-environment.ts';

type Defaulted = 'environment' | 'memorySize' | 'account' | 'credentials';

export interface LambdaOptions extends Omit<FunctionSettings, Defaulted>, Partial<Pick<FunctionSettings, Defaulted>> {
  /** How many invocations may run at once; 0 throttles every one. By default the 1000 of a new AWS account. */
  readonly reservedConcurrency?: number;
  /** Each line that the function's processes write to stdout and stderr, and a line for a timeout. */
  log(line: string): void;
  /** Called with a line for each asynchronous invocation that is given up. By default it is logged only. */
  lost?(line: string): void;
  /**
   * How many asynchronous invocations may run at once; those beyond it are throttled. Lambda has no such limit: it is for a stack
   * whose schedules run faster than its functions. By default there is none.
   */
  readonly eventsAtOnce?: number;
  /** By default random UUIDs. */
  createRequestId?(): string;
  /** For asynchronous invocations that wait. By default the machine's. */
  readonly clock?: Clock;
  /** Between two attempts of an asynchronous invocation. By default Lambda's. */
  readonly pauses?: EventPauses;
}

export interface LambdaProcess {
  readonly pid: number;
  readonly state: EnvironmentState;
}

export interface LambdaFunction {
  readonly functionName: string;
  readonly functionArn: string;
  readonly timeoutSeconds: number;
  /** The function's own variables. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Invokes the function and waits for its answer (InvocationType RequestResponse). What function code does wrong is in
   * the result.
   *
   * @param payload the event, JSON
   * @throws TooManyRequestsException if as many invocations run as the reserved concurrency allows
   */
  invoke(payload: string): Promise<InvokeResult>;
  /**
   * Invokes the function and does not wait (InvocationType Event): the event is queued, and tried again after throttles and
   * errors.
   *
   * @param payload the event, JSON
   * @returns the request id of the invocation
   */
  enqueue(payload: string): string;
  /** How long and how often asynchronous invocations are tried, from now on. */
  configureEvents(config: EventInvokeConfig): void;
  /** The processes that are alive, for tests that kill them. */
  processes(): LambdaProcess[];
  /**
   * Kills all processes and waits for their end; invocations under way answer Runtime.ExitError, asynchronous ones that wait are
   * forgotten.
   */
  close(): Promise<void>;
}

const DEFAULTS: Pick<FunctionSettings, Defaulted> = {
  environment: {},
  memorySize: 128,
  account: '000000000000',
  credentials: { accessKeyId: 'ASIALOCALLAMBDA', secretAccessKey: 'local', sessionToken: 'local' },
};

/**
 * A Lambda function on this machine. An idle process is used again (a warm start); if none is idle, a new one is started
 * (a cold start). A process that exited, was killed or timed out is never used again.
 *
 * @throws Error if the function sets environment variables that Lambda reserves, or its code is not there
 */
export function createLambda(options: LambdaOptions): LambdaFunction {
  const { reservedConcurrency = 1000, eventsAtOnce = reservedConcurrency, log, createRequestId = randomUUID } = options;
  const settings: FunctionSettings = { ...DEFAULTS, ...options };
  refuseReservedVariables(settings);
  if (!existsSync(settings.codeDir)) {
    throw new Error(`Function ${settings.functionName}: there is no folder ${settings.codeDir} with its code.`);
  }
  let environments: ExecutionEnvironment[] = [];
  let closed = false;
  let eventsUnderWay = 0;

  function takeEnvironment(): ExecutionEnvironment {
    environments = environments.filter(({ state }) => state !== 'gone');
    const idle = environments.find(({ state }) => state === 'frozen');
    if (idle !== undefined) return idle;
    if (environments.length >= reservedConcurrency) {
      throw new TooManyRequestsException(settings.functionName, reservedConcurrency);
    }
    const environment = new ExecutionEnvironment({ settings, log, createRequestId });
    environments.push(environment);
    return environment;
  }

  async function invoke(payload: string, requestId: string): Promise<InvokeResult> {
    if (closed) throw new Error(`Function ${settings.functionName} is closed.`);
    return await takeEnvironment().invoke(requestId, payload);
  }

  async function invokeForEvent(payload: string, requestId: string): Promise<InvokeResult> {
    if (eventsUnderWay >= eventsAtOnce) throw new TooManyRequestsException(settings.functionName, eventsAtOnce);
    eventsUnderWay++;
    return await invoke(payload, requestId).finally(() => eventsUnderWay--);
  }

  const { functionName } = settings;
  const { clock = systemClock, pauses = eventPauses(), lost = log } = options;
  const events = new EventQueue({ functionName, invoke: invokeForEvent, clock, pauses, createRequestId, lost });

  return {
    functionName,
    functionArn: functionArn(settings),
    timeoutSeconds: settings.timeoutSeconds,
    environment: settings.environment,
    invoke: (payload) => invoke(payload, createRequestId()),
    enqueue: (payload) => events.put(payload),
    configureEvents: (config) => {
      events.config = config;
    },
    processes: () =>
      environments.flatMap(({ pid, state }) => (pid === undefined || state === 'gone' ? [] : [{ pid, state }])),
    close: async () => {
      closed = true;
      await Promise.all([events.close(), ...environments.map((environment) => environment.kill())]);
    },
  };
}
