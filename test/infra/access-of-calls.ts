import { ACCOUNT, REGION } from '../../infra/check/variants.ts';
import type { Call } from '../support/recorder.ts';
import { dx, TLS, VIA_SQS, VIA_TABLE } from './access-terms.ts';

/** What IAM is asked for a call: a resource is an ARN, or the stack's Key. */
export interface Access {
  action: string;
  resource: string;
  context: Record<string, string>;
}

/** A batch needs the right of one message (Actions, resources, and condition keys for Amazon SQS, Service Authorization Reference). */
const withoutBatch = (operation: string) => operation.replace(/(?<=Message|Visibility)Batch$/, '');

const arn = (service: string, name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;

/** What a call to the local stack would need on AWS, of the stage that the template is packaged for. */
export function accessOf({ service, operation, input }: Call): Access[] {
  const action = `${service}:${withoutBatch(operation)}`;
  const text = (name: string) => String(input[name]).replace('dx-migrator-local', 'dx-migrator-prod');
  switch (service) {
    case 'directconnect': {
      const id = input.connectionId ?? input.lagId ?? input.interconnectId;
      return [{ action, resource: id === undefined ? '*' : dx(String(id).slice(0, 5), String(id)), context: {} }];
    }
    case 'dynamodb': {
      const tables = input.RequestItems ? Object.keys(input.RequestItems) : [input.TableName];
      const index = input.IndexName === undefined ? '' : `/index/${input.IndexName}`;
      const named = tables.map((table) => String(table).replace('dx-migrator-local', 'dx-migrator-prod'));
      return [
        ...named.map((table) => ({ action, resource: arn('dynamodb', `table/${table}${index}`), context: TLS })),
        { action: 'kms:Decrypt', resource: 'Key', context: VIA_TABLE },
      ];
    }
    case 'lambda':
      return [{ action, resource: arn('lambda', `function:${text('FunctionName')}`), context: {} }];
    case 'logs':
      return [{ action, resource: arn('logs', `log-group:${text('logGroupName')}:log-stream:`), context: {} }];
    case 'sqs': {
      const name = (input.QueueUrl === undefined ? text('QueueName') : text('QueueUrl')).split('/').at(-1) ?? '';
      const resource = operation === 'ListQueues' ? '*' : arn('sqs', name);
      const ofKey = KEY[withoutBatch(operation)] ?? [];
      return [
        { action, resource, context: TLS },
        ...ofKey.map((of) => ({ action: of, resource: 'Key', context: VIA_SQS })),
      ];
    }
  }
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
const KEY: Record<string, string[]> = {
  ReceiveMessage: ['kms:Decrypt'],
  SendMessage: ['kms:Decrypt', 'kms:GenerateDataKey'],
};
