import { parseTenants } from '../../src/migration/model/tenants.ts';

/**
 * Who sends with which access key on this machine: a tenant's sender id is its own access key id, so that
 * `AWS_ACCESS_KEY_ID=AROA…` makes any client that order system. On AWS the two are different things.
 */
export function identitiesOf(tenants: unknown): Record<string, string> {
  const senders = parseTenants({ tenants: tenants ?? [] }).flatMap((tenant) => tenant.senders);
  return Object.fromEntries(senders.map((sender) => [sender, `${sender}:local`]));
}

/** The unique id of a role of the template, which AWS makes up. Its functions' access key id is the same here. */
export function roleIdOf(logicalId: string): string {
  return `AROALOCAL${logicalId.toUpperCase()}`;
}
