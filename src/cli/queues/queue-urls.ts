import { GetQueueUrlCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import { TENANT_NAME } from '../../contract/ids.ts';
import { CliError, UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { didYouMean } from '../words/near.ts';
import { otherQueueNamed } from './other-dead-letters.ts';

type Asking = Pick<Context, 'aws' | 'stage'>;

/** A tenant with the URL of one of its queues. */
export interface TenantQueue {
  tenant: string;
  url: string;
}

/** Of one of the stage's queues: infra names them. */
export async function queueUrl({ aws, stage }: Asking, suffix: string): Promise<string> {
  const { QueueUrl } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName: stage.queue(suffix) }));
  if (QueueUrl === undefined) throw new Error('GetQueueUrl answered without a URL');
  return QueueUrl;
}

/** Every tenant's dead-letter queue. */
export function deadLetterQueues(context: Asking): Promise<TenantQueue[]> {
  return tenantQueues(context, 'requests-dlq_');
}

/** @throws CliError if there is no such tenant */
export async function deadLetterQueue(context: Asking, tenant: string): Promise<TenantQueue> {
  const all = await deadLetterQueues(context);
  const found = all.find((one) => one.tenant === tenant);
  if (found) return found;
  const other = await otherQueueNamed(context, tenant);
  if (!other) throw noSuchTenant(tenant, all);
  throw new CliError(`${tenant} is no tenant: it is the queue of ${other.what}`, { todo: other.todo });
}

/** A tenant's requests queue. @throws CliError if there is no such tenant */
export async function requestsQueueUrl(context: Asking, tenant: string): Promise<string> {
  if (!TENANT_NAME.pattern.test(tenant)) throw new UsageError('this is no name of a tenant', { where: '--tenant' });
  try {
    return await queueUrl(context, `requests_${tenant}.fifo`);
  } catch (error) {
    if (!(error instanceof Error) || !/QueueDoesNotExist|NonExistentQueue/.test(error.name)) throw error;
    // Who may only send cannot list them.
    throw noSuchTenant(tenant, await tenantQueues(context, 'requests_').catch(() => []));
  }
}

async function tenantQueues({ aws, stage }: Asking, kind: string): Promise<TenantQueue[]> {
  const prefix = stage.queue(kind);
  const found: TenantQueue[] = [];
  const pages = paginateListQueues({ client: aws.sqs, pageSize: 1000 }, { QueueNamePrefix: prefix });
  for await (const { QueueUrls = [] } of pages) {
    for (const url of QueueUrls) {
      const name = url.slice(url.lastIndexOf('/') + 1);
      if (name.endsWith('.fifo')) found.push({ tenant: name.slice(prefix.length, -'.fifo'.length), url });
    }
  }
  return found.toSorted((a, b) => (a.tenant < b.tenant ? -1 : 1));
}

function noSuchTenant(tenant: string, all: readonly TenantQueue[]): CliError {
  const names = all.map((one) => one.tenant);
  const meant = didYouMean(tenant, names);
  return new CliError(`this stage has no tenant ${tenant}`, {
    todo:
      names.length === 0
        ? 'check the name, --stage and --region'
        : `${meant === undefined ? 'there' : `${meant} There`} are ${names.join(', ')}`,
  });
}
