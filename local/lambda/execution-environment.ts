import type { FunctionSettings } from './function-settings.ts';
import { functionArn } from './function-settings.ts';
import { type HandlerProcess, startHandlerProcess } from './handler-process.ts';
import { exited, failed, type InvokeResult, timedOut } from './invoke-result.ts';
import { processEnvironment } from './process-environment.ts';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

/**
 *     initialising ──/next──► busy ──answer, /next──► frozen ──event──► busy
 *           └───────────── exit, kill, timeout, init error ────────────► gone
 */
export type EnvironmentState = 'initialising' | 'busy' | 'frozen' | 'gone';

export interface EnvironmentOptions {
  readonly settings: FunctionSettings;
  log(line: string): void;
  createRequestId(): string;
}

interface Running {
  readonly requestId: string;
  readonly payload: string;
  answer?: InvokeResult;
  settle(result: InvokeResult): void;
}

/** "The Init phase is limited to 10 seconds" (Lambda Developer Guide, "Lambda execution environment lifecycle"). */
const INIT_SECONDS = 10;

/**
 * One execution environment: a process that runs one invocation at a time and is frozen in between, as on Lambda, from
 * its asking for the next event ("Lambda freezes the execution environment when the runtime … have completed and there
 * are no pending events", same page) to the delivery of that event.
 */
export class ExecutionEnvironment {
  state: EnvironmentState = 'initialising';
  readonly #options: EnvironmentOptions;
  #api: RuntimeApi | undefined;
  #process: HandlerProcess | undefined;
  #running: Running | undefined;
  #timer: NodeJS.Timeout | undefined;
  #started: Promise<void> | undefined;
  #apiClosed: Promise<void> | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
  }

  /** `undefined` while the process is about to start. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Runs one invocation, starting the process for the first. Never rejects for what function code does. */
  async invoke(requestId: string, payload: string): Promise<InvokeResult> {
    const { promise, resolve } = Promise.withResolvers<InvokeResult>();
    this.#running = { requestId, payload, settle: resolve };
    if (this.state === 'frozen') {
      this.state = 'busy';
      this.#process?.thaw();
      this.#deliver(this.#running);
    } else {
      this.#started = this.#start().catch((error: unknown) => {
        this.#onExit(null, null);
        throw error;
      });
      await this.#started;
    }
    return await promise;
  }

  /** Kills the process, if there is one, and waits for its end. */
  async kill(): Promise<void> {
    this.state = 'gone';
    await this.#started?.catch(() => undefined); // its error is the invocation's
    this.#process?.kill();
    await this.#process?.ended;
    await this.#apiClosed;
  }

  async #start(): Promise<void> {
    const { settings, log, createRequestId } = this.#options;
    this.#api = await startRuntimeApi({
      onNext: () => this.#onNext(),
      onResponse: (requestId, body) => this.#answer(requestId, { requestId, payload: body }),
      onError: (requestId, body) => this.#answer(requestId, failed(requestId, body)),
      onInitError: (body) => this.#answer(this.#running?.requestId, failed(this.#running?.requestId ?? '', body)),
    });
    if (this.state === 'gone') {
      this.#onExit(null, 'SIGKILL'); // killed before it had a process
      return;
    }
    const logStreamName = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${createRequestId()}`;
    this.#startTimer(Math.max(INIT_SECONDS, settings.timeoutSeconds));
    this.#process = startHandlerProcess({
      cwd: settings.codeDir,
      env: processEnvironment(settings, { runtimeApi: this.#api.address, logStreamName }),
      log,
      onExit: (code, signal) => this.#onExit(code, signal),
    });
  }

  #onNext(): void {
    if (this.state === 'gone') return;
    const running = this.#running;
    if (this.state === 'initialising' && running !== undefined) {
      this.state = 'busy';
      this.#deliver(running);
      return;
    }
    clearTimeout(this.#timer);
    this.#process?.freeze();
    this.state = 'frozen';
    this.#running = undefined;
    if (running?.answer !== undefined) running.settle(running.answer);
  }

  #deliver(running: Running): void {
    const { settings, createRequestId } = this.#options;
    this.#startTimer(settings.timeoutSeconds);
    const root = createRequestId().replaceAll('-', '').padEnd(32, '0');
    this.#api?.deliver({
      requestId: running.requestId,
      payload: running.payload,
      functionArn: functionArn(settings),
      deadlineMs: Date.now() + settings.timeoutSeconds * 1000,
      traceId: `Root=1-${root.slice(0, 8)}-${root.slice(8, 32)};Sampled=0`,
    });
  }

  #answer(requestId: string | undefined, result: InvokeResult): void {
    if (this.#running?.requestId === requestId && this.#running) this.#running.answer ??= result;
  }

  #startTimer(seconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onTimeout(), seconds * 1000);
  }

  #onTimeout(): void {
    const { settings, log } = this.#options;
    const requestId = this.#running?.requestId ?? '';
    log(`${new Date().toISOString()} ${requestId} Task timed out after ${settings.timeoutSeconds.toFixed(2)} seconds`);
    this.#answer(requestId, timedOut(requestId, settings.timeoutSeconds));
    this.#process?.kill();
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null): void {
    clearTimeout(this.#timer);
    this.state = 'gone';
    this.#apiClosed = this.#api?.close();
    const running = this.#running;
    running?.settle(running.answer ?? exited(running.requestId, code, signal));
  }
}
