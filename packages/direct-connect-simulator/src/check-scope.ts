import type { Scope } from './aws-request.ts';
import { serviceError } from './texts.ts';

/**
 * Refuses a signature made for another Region or service, as AWS does before it looks at the call.
 *
 * @throws {ServiceError}
 */
export function checkScope(scope: Scope | undefined, region: string): void {
  if (scope === undefined) throw serviceError('malformedCredential');
  const isRegion = scope.region === undefined || scope.region === region;
  const isService = scope.service === 'directconnect';
  const isTerminated = scope.terminator === 'aws4_request';
  if (isRegion && isService && isTerminated) return;
  const faults = [
    ...(isRegion ? [] : ['Credential should be scoped to a valid region. ']),
    ...(isService ? [] : ["Credential should be scoped to correct service: 'directconnect'. "]),
    ...(isTerminated ? [] : ["Credential should be scoped with a valid terminator: 'aws4_request'. "]),
  ];
  throw serviceError('wrongScope', faults.join(''));
}
