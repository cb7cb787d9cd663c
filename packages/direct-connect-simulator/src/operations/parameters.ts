import * as v from 'valibot';
import { serviceError } from '../texts.ts';
import { toProblem } from '../topology/problem.ts';

/** The members of a request's body. */
export type Parameters = Readonly<Record<string, unknown>>;

const connectionPattern = /^dxcon-[a-z0-9]+$/;
const lagPattern = /^dxlag-[a-z0-9]+$/;
const parentPattern = /^dx(con|lag)-[a-z0-9]+$/;

/** @throws {ServiceError} if it is missing or no `dxcon-` id */
export function requiredConnectionId(parameters: Parameters): string {
  return requiredId(parameters, 'connectionId', connectionPattern);
}

/** The id of an interconnect or LAG. @throws {ServiceError} if it is missing or neither */
export function requiredParentId(parameters: Parameters, name: 'connectionId' | 'parentConnectionId'): string {
  return requiredId(parameters, name, parentPattern);
}

/** @throws {ServiceError} if it is missing or no `dxlag-` id */
export function requiredLagId(parameters: Parameters): string {
  return requiredId(parameters, 'lagId', lagPattern);
}

/** A text that may be left out; null counts as left out. @throws {ServiceError} if it is something else */
export function optionalText(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw serviceError('invalidParameter', name, 'a string');
  return value;
}

/** A value that the schema takes. @throws {ServiceError} if it is missing, empty or anything else */
export function requiredValue<S extends v.GenericSchema>(
  parameters: Parameters,
  name: string,
  schema: S,
): v.InferOutput<S> {
  const value = optionalValue(parameters, name, schema);
  if (value === undefined) throw serviceError('missingParameter', name);
  return value;
}

/** The same of a value that may be left out; null and the empty text count as left out. @throws {ServiceError} */
export function optionalValue<S extends v.GenericSchema>(
  parameters: Parameters,
  name: string,
  schema: S,
): v.InferOutput<S> | undefined {
  const value = parameters[name];
  if (value === undefined || value === null || value === '') return undefined;
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw serviceError('invalidParameter', name, toProblem(parsed.issues[0]).message.replace(/^expected /, ''));
}

function requiredId(parameters: Parameters, name: string, pattern: RegExp): string {
  const value = optionalText(parameters, name);
  if (value === undefined || value === '') throw serviceError('missingParameter', name);
  if (!pattern.test(value)) throw serviceError('invalidFormat', value);
  return value;
}
