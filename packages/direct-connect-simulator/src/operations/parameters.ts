import { serviceError } from '../texts.ts';

/** The members of a request's body. */
export type Parameters = Readonly<Record<string, unknown>>;

const connectionPattern = /^dxcon-[a-z0-9]+$/;
const parentPattern = /^dx(con|lag)-[a-z0-9]+$/;

/** @throws {ServiceError} if it is missing or no `dxcon-` id */
export function requiredConnectionId(parameters: Parameters): string {
  return requiredId(parameters, 'connectionId', connectionPattern);
}

/** The id of an interconnect or LAG. @throws {ServiceError} if it is missing or neither */
export function requiredParentId(parameters: Parameters, name: 'connectionId' | 'parentConnectionId'): string {
  return requiredId(parameters, name, parentPattern);
}

/** A text that may be left out; null counts as left out. @throws {ServiceError} if it is something else */
export function optionalText(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw serviceError('invalidParameter', name, 'a string');
  return value;
}

function requiredId(parameters: Parameters, name: string, pattern: RegExp): string {
  const value = optionalText(parameters, name);
  if (value === undefined || value === '') throw serviceError('missingParameter', name);
  if (!pattern.test(value)) throw serviceError('invalidFormat', value);
  return value;
}
