import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { sideBySide } from '../../migration/verification/side-by-side.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';

export type QueueKind =
  | 'requests'
  | 'requests-dlq'
  | 'quarantine'
  | 'consumer-dlq'
  | 'outcomes-dlq'
  | 'bus-dlq'
  | 'out-of-band-moves'
  | 'changed-by-others';

/** A queue of the stage that orders come by, or in which messages wait for people. */
export interface Queue {
  kind: QueueKind;
  /** Without the stack's name: `requests_orders.fifo`. */
  name: string;
  url: string;
  /** Whose it is, of those that are a tenant's. */
  tenant?: string;
}

/** About how many messages a queue has. */
export interface Depth {
  waiting: number;
  /** Being worked on, or looked at. */
  hidden: number;
}

/**
 * What the queues are called after the stack's name. No other ending is taken: the names of the stage prod-eu begin like those of the
 * stage prod.
 */
const NAMES: readonly [QueueKind, RegExp][] = [
  ['requests', /^requests_([a-z0-9-]+)\.fifo$/],
  ['requests-dlq', /^requests-dlq_([a-z0-9-]+)\.fifo$/],
  ['outcomes-dlq', /^outcomes-dlq_[a-z0-9-]+$/],
  ['consumer-dlq', /^(?:billing|notification)-dlq$/],
  ['quarantine', /^quarantine$/],
  ['bus-dlq', /^bus-dlq$/],
  ['out-of-band-moves', /^out-of-band-moves$/],
  ['changed-by-others', /^changed-by-others$/],
];

const PAGE = 1_000;
const AT_A_TIME = 8;

type Reading = Pick<Context, 'aws' | 'stage'>;

/** All queues of the stage, by name. */
export async function listQueues({ aws, stage }: Reading): Promise<Queue[]> {
  const prefix = stage.queue('');
  const queues: Queue[] = [];
  let next: string | undefined;
  do {
    const { QueueUrls = [], NextToken } = await aws.sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: PAGE, ...(next ? { NextToken: next } : {}) }),
    );
    queues.push(...QueueUrls.flatMap((url) => toQueue(url, prefix)));
    next = NextToken;
  } while (next);
  if (!queues.some(({ kind }) => kind === 'quarantine')) {
    throw new CliError(`this stage has no queue ${prefix}quarantine, as each has`, {
      todo: 'check --stage, --region and --profile',
    });
  }
  return queues.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The names of the tenants that there are or were: each has a queue, and none is ever removed. */
export async function listTenants(reading: Reading): Promise<string[]> {
  return (await listQueues(reading)).flatMap(({ kind, tenant }) => (kind === 'requests' && tenant ? [tenant] : []));
}

/** In the order of the queues. */
export async function depthsOf({ aws }: Reading, queues: readonly Queue[]): Promise<Map<Queue, Depth>> {
  const depths = new Map<Queue, Depth>();
  await sideBySide(
    queues,
    AT_A_TIME,
    () => true,
    async (queue) => {
      const { Attributes = {} } = await aws.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: queue.url,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: hidden } = Attributes;
      if (waiting === undefined || hidden === undefined)
        throw new CliError(`SQS does not say how deep ${queue.name} is`);
      depths.set(queue, { waiting: Number(waiting), hidden: Number(hidden) });
    },
  );
  return new Map(
    queues.flatMap((queue) => {
      const depth = depths.get(queue);
      return depth ? [[queue, depth]] : [];
    }),
  );
}

function toQueue(url: string, prefix: string): Queue[] {
  const name = url.slice(url.lastIndexOf('/') + 1);
  if (!name.startsWith(prefix)) return [];
  const ending = name.slice(prefix.length);
  for (const [kind, pattern] of NAMES) {
    const match = pattern.exec(ending);
    if (match) return [{ kind, name: ending, url, ...(match[1] === undefined ? {} : { tenant: match[1] }) }];
  }
  return [];
}
