import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { ApproveCommand, DrainAnswer, DrainCommand, DrainDeclined } from '../../src/drain/run/command.ts';
import type { LocalStack } from '../stack/local-stack.ts';

/** A command as it was asked for, and its answer; times in milliseconds since the epoch. */
export interface Asked {
  command: DrainCommand | ApproveCommand;
  askedAtMs: number;
  answeredAtMs: number;
  answer: DrainAnswer | DrainDeclined;
}

/** A person who runs drains: asks the service's functions over the wire, as dxm does. */
export interface Operator {
  /** All that was asked, but for `status`. */
  asked: Asked[];
  /** @throws Error if it is declined, or the function fails */
  ask(command: DrainCommand | ApproveCommand): Promise<DrainAnswer>;
  close(): void;
}

/** Of the person who runs drains. */
export const CREDENTIALS = { accessKeyId: 'AIDALOCALOPERATOR', secretAccessKey: 'local' };

export function operatorOf({ region, endpointVariables, functions }: LocalStack): Operator {
  const endpoint = endpointVariables.AWS_ENDPOINT_URL_LAMBDA ?? '';
  // One attempt: a command that is asked twice is decided twice.
  const client = new LambdaClient({ region, endpoint, credentials: CREDENTIALS, maxAttempts: 1 });
  const asked: Asked[] = [];
  return {
    asked,
    async ask(command) {
      const askedAtMs = Date.now();
      const FunctionName = functions.get(command.action === 'approve' ? 'approve' : 'drain')?.functionName;
      const Payload = Buffer.from(JSON.stringify(command));
      const invoked = await client.send(new InvokeCommand({ FunctionName, Payload }));
      const answer = JSON.parse(Buffer.from(invoked.Payload ?? []).toString() || 'null');
      if (invoked.FunctionError) throw new Error(`${command.action} failed: ${JSON.stringify(answer)}`);
      if (command.action !== 'status') asked.push({ command, askedAtMs, answeredAtMs: Date.now(), answer });
      if (answer?.result === 'declined') throw new Error(`${command.action} was declined: ${JSON.stringify(answer)}`);
      return answer as DrainAnswer;
    },
    close: () => client.destroy(),
  };
}
