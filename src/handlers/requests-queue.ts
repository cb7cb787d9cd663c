import { DRAINS_TENANT } from '../migration/model/drains-tenant.ts';

/** What the requests queue of drains is called, after the service's and the stage's name. */
const OF_DRAINS = '-drain-requests.fifo';

/**
 * What a tenant's requests queue is called. The underscore is in no tenant's name and in no stage's: `requests_*` is the queue of
 * every tenant in the file, and nothing else's.
 *
 * @param prefix the service's and the stage's name
 */
export function requestsQueueName(prefix: string, tenant: string): string {
  if (tenant === DRAINS_TENANT) return `${prefix}${OF_DRAINS}`;
  return `${prefix}-requests_${tenant}.fifo`;
}

/**
 * The tenant whose requests queue has this ARN.
 *
 * @throws Error for another queue's: a mapping that the template does not have
 */
export function tenantOfQueue(queueArn: string): string {
  if (queueArn.endsWith(OF_DRAINS)) return DRAINS_TENANT;
  const tenant = /-requests_([a-z0-9-]+)\.fifo$/.exec(queueArn)?.[1];
  if (tenant === undefined) throw new Error('the batch is not from a requests queue');
  return tenant;
}
