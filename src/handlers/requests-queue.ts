/**
 * What a tenant's requests queue is called. The underscore is in no tenant's name and in no stage's: `requests_*` is every
 * tenant's queue of a stage, and nothing else's.
 *
 * @param prefix the service's and the stage's name
 */
export function requestsQueueName(prefix: string, tenant: string): string {
  return `${prefix}-requests_${tenant}.fifo`;
}

/**
 * The tenant whose requests queue has this ARN.
 *
 * @throws Error for another queue's: a mapping that the template does not have
 */
export function tenantOfQueue(queueArn: string): string {
  const tenant = /-requests_([a-z0-9-]+)\.fifo$/.exec(queueArn)?.[1];
  if (tenant === undefined) throw new Error('the batch is not from a requests queue');
  return tenant;
}
