import { pascal } from '../../infra/logical-id.ts';
import { isSenderOf, type Tenant } from '../../src/migration/model/tenants.ts';
import type { LocalStack } from './local-stack.ts';

/** The tenant that an access key of this machine is of: see identities.ts. */
export function tenantOfKey<T extends Tenant>(accessKeyId: string, tenants: readonly T[]): T | undefined {
  return tenants.find((tenant) => isSenderOf(tenant, accessKeyId));
}

/** The URL of a tenant's requests queue. @throws Error if the stack has no such tenant */
export function requestsQueueUrl({ outputs }: Pick<LocalStack, 'outputs'>, tenant: string): string {
  const url = outputs[`${pascal(tenant)}RequestsQueueUrl`];
  if (url === undefined) throw new Error(`the stack has no requests queue for a tenant ${tenant}`);
  return url;
}
