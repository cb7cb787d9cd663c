import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { describeError } from '../migration/model/describe-error.ts';
import type { Log } from '../migration/ports/log.ts';

/** Invokes `dispatch` without waiting for it. If that fails, its schedule brings it within a minute: then a log line is enough. */
export function waker(client: LambdaClient, functionName: string, log: Log): () => Promise<void> {
  return async () => {
    try {
      await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event' }));
    } catch (error) {
      log('faulted', { error: describeError(error) });
    }
  };
}
