import { FIELD_NAMES } from '../contract/request-schema.ts';

/**
 * The first field of a request that its JSON does not carry as it was given: JSON.stringify leaves out what is undefined,
 * a function or inherited, writes NaN as null, a Date as text and a Map as {}, all in silence. A `notAfter` that is lost
 * so would move a line outside its window.
 */
export function findLostField(request: unknown, json: unknown): string | undefined {
  if (!isObject(request) || !isObject(json)) return undefined;
  return [...FIELD_NAMES, ...Object.keys(request)].find(
    (field) => field in request && !(Object.hasOwn(json, field) && isJson(request[field])),
  );
}

/** Whether JSON says this value as it is. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (!isObject(value)) return value === null || typeof value === 'string' || typeof value === 'boolean';
  return (Array.isArray(value) || isPlain(value)) && Object.values(value).every(isJson);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** An object of no class; also one that comes from another realm, such as a vm context. */
function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
