import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Answer, Command, Measured } from './command.ts';

/** A process that runs one handler, and measures it. */
export interface HandlerProcess {
  /** Imports the handler's module, which constructs its clients. */
  load(): Promise<Measured>;
  /** One event; its processor time includes what the process still does after the answer. Throws what the handler throws. */
  invoke(event: SQSEvent): Promise<Measured & { response: SQSBatchResponse }>;
  /** Samples what it does in `work`, and writes that to a file, as a .cpuprofile. */
  profile(file: string, work: () => Promise<void>): Promise<void>;
  /** Ends it as a program ends by itself, which is when Node writes its compile cache. */
  close(): Promise<void>;
}

export interface HandlerProcessOptions {
  /** The bundle of runner.ts. */
  runner: string;
  /** All of its environment. */
  environment: Readonly<Record<string, string>>;
  /** Each line that it writes. */
  log: (line: string) => void;
}

export function startHandlerProcess({ runner, environment, log }: HandlerProcessOptions): HandlerProcess {
  const child = fork(runner, { env: environment, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  for (const output of [child.stdout, child.stderr]) output?.setEncoding('utf8').on('data', log);
  const ended = once(child, 'exit');

  async function ask(command: Command): Promise<Answer> {
    const answered = once(child, 'message');
    child.send(command);
    const died = ended.then(([code, signal]) =>
      Promise.reject(new Error(`the handler's process ended: ${signal ?? code}`)),
    );
    const [answer] = (await Promise.race([answered, died])) as [Answer];
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  return {
    load: () => ask({ kind: 'load' }),
    async invoke(event) {
      const { response = { batchItemFailures: [] }, ...measured } = await ask({ kind: 'invoke', event });
      return { ...measured, response };
    },
    async profile(file, work) {
      await ask({ kind: 'startProfile' });
      await work();
      await ask({ kind: 'stopProfile', file });
    },
    async close() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
