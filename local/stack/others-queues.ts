import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { LOCAL_SQS_ACCOUNT } from '../sqs/fauxqs-store.ts';

/** What a queue is called here. There is one account: another's queue has its account in its name, so that two do not meet. */
export function localQueueName(queueArn: string): string {
  const [, , , , account, name = ''] = queueArn.split(':');
  return account === LOCAL_SQS_ACCOUNT ? name : `${account}-${name}`;
}

/** Creates the queues of other accounts among a rule's targets: there is no one else here to do it. */
export async function createOthersQueues(targets: readonly { Arn: string }[], client: SQSClient): Promise<void> {
  for (const { Arn } of targets) {
    const [, , service, , account] = Arn.split(':');
    if (service !== 'sqs' || account === LOCAL_SQS_ACCOUNT) continue;
    await client.send(new CreateQueueCommand({ QueueName: localQueueName(Arn) }));
  }
}
