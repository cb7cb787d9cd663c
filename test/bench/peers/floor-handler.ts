import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { variable } from './environment.ts';
import { call, directConnect, eventBridge } from './signed-call.ts';

const busName = variable('BUS_NAME');

/**
 * Moves the lines and publishes that, without a package. Nothing is stored.
 *
 * @param furtherCalls calls besides these two, for each message: small ones, as those to the ledger are
 */
export function floorHandler(furtherCalls: number) {
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    for (const { body } of Records) {
      const { requestId, connectionId, parentConnectionId } = JSON.parse(body);
      for (let left = furtherCalls; left > 0; left--) await call(directConnect, 'DescribeInterconnects', {});
      const input = { connectionId, parentConnectionId };
      const { connectionState } = await call(directConnect, 'AssociateHostedConnection', input);
      const Detail = JSON.stringify({ requestId, connectionId, parentConnectionId, state: connectionState });
      const entry = { EventBusName: busName, Source: 'floor', DetailType: 'Hosted Connection Migrated', Detail };
      await call(eventBridge, 'PutEvents', { Entries: [entry] });
    }
    return { batchItemFailures: [] };
  };
}
