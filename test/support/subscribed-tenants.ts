import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTopology } from '#direct-connect-simulator';
import { readText } from '../../infra/read-text.ts';
import { localQueueName } from '../../local/stack/others-queues.ts';
import { packageStack } from '../../local/stack/package-stack.ts';
import type { TenantEntry } from '../../src/migration/model/tenants.ts';

const TOPOLOGY = 'test/support/stack-topology.yaml';

/** Where the outcomes of a tenant of stack-topology.yaml go: a queue in an account of one of its principals. */
const targetOf = ({ principals }: TenantEntry, region: string) =>
  `arn:aws:sqs:${region}:${principals[0]?.split(':')[4]}:outcomes`;

export interface SubscribedTenants {
  /** Where they are packaged. */
  directory: string;
  /** What the queue of each tenant's subscription is called on the local stack. */
  queues: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Packages the service with the tenants of stack-topology.yaml, of whom these subscribe to their own outcomes. */
export async function packageSubscribedTenants(...names: string[]): Promise<SubscribedTenants> {
  const directory = await mkdtemp(join(tmpdir(), 'dx-migrator-subscriptions-'));
  const { region, tenants } = parseTopology(readText(TOPOLOGY), TOPOLOGY);
  const subscribed = (tenants as TenantEntry[]).map((tenant) => ({
    ...tenant,
    ...(names.includes(tenant.name) ? { subscriptions: [{ name: 'inbox', target: targetOf(tenant, region) }] } : {}),
  }));
  await packageStack({ directory, region, tenants: { tenants: subscribed } });
  return {
    directory,
    queues: Object.fromEntries(subscribed.map((tenant) => [tenant.name, localQueueName(targetOf(tenant, region))])),
    remove: () => rm(directory, { recursive: true }),
  };
}
