import type { Parameters } from './operations/parameters.ts';
import type { ServiceError } from './service-error.ts';
import { serviceError } from './texts.ts';
import type { Topology } from './topology/schema.ts';

/** Who asks for what. */
interface Caller {
  readonly account: string;
  readonly accessKeyId: string;
  readonly operation: string;
  readonly parameters: Parameters;
}

/** Refuses a key that may only read, for an operation that changes something. @throws {ServiceError} */
export function requireChangeRight(topology: Topology, caller: Caller): void {
  if (topology.readOnlyKeys.includes(caller.accessKeyId)) throw accessDenied(topology, caller);
}

/** The answer to a caller whose policies do not allow the operation. The key's owner is taken for an IAM user of that name. */
export function accessDenied(topology: Topology, caller: Caller): ServiceError {
  const user = `arn:aws:iam::${caller.account}:user/${caller.accessKeyId}`;
  return serviceError('accessDenied', user, caller.operation, resourceOf(topology, caller));
}

/** Service Authorization Reference, Direct Connect: resource types. Which of two resources is named is assumed. */
function resourceOf({ region }: Topology, { account, parameters }: Caller): string {
  const ids = [parameters.connectionId, parameters.lagId].filter((id) => typeof id === 'string');
  const [id] = ids;
  if (id === undefined) return '*';
  return `arn:aws:directconnect:${region}:${account}:${id.startsWith('dxlag-') ? 'dxlag' : 'dxcon'}/${id}`;
}
