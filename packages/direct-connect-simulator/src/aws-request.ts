import type { IncomingHttpHeaders } from 'node:http';
import type { Parameters } from './operations/parameters.ts';
import { serviceError } from './texts.ts';

/** An AWS JSON 1.1 request, as far as the simulator reads one. */
export interface AwsRequest {
  /** What X-Amz-Target names, without its `OvertureService.`; undefined without such a header. */
  readonly operation: string | undefined;
  /** From the SigV4 Authorization header; undefined where there is none. The signature itself is not checked. */
  readonly credential: Credential | undefined;
  readonly body: string;
}

/** Who signed, and for what. */
export interface Credential {
  readonly accessKeyId: string;
  /** Undefined where parts are missing. SigV4A scopes name no Region. */
  readonly scope: Scope | undefined;
}

export interface Scope {
  readonly region: string | undefined;
  readonly service: string;
  readonly terminator: string;
}

const targetPrefix = 'OvertureService.';

/**
 * Reads the headers. Clients differ in case, in blanks after commas, and in the content type's parameters; none of it
 * matters here. Credential=<key>/<date>/<region>/directconnect/aws4_request: AWS documentation, "Signature Version 4".
 */
export function readAwsRequest(headers: IncomingHttpHeaders, body: string): AwsRequest {
  const target = headers['x-amz-target'];
  const name = typeof target === 'string' ? target : undefined;
  return {
    operation: name?.startsWith(targetPrefix) ? name.slice(targetPrefix.length) : name,
    credential: readCredential(headers.authorization ?? ''),
    body,
  };
}

function readCredential(authorization: string): Credential | undefined {
  const [accessKeyId, _date, ...rest] = /Credential=([^,\s]+)/.exec(authorization)?.[1]?.split('/') ?? [];
  if (!accessKeyId) return undefined;
  const regionless = authorization.startsWith('AWS4-ECDSA-P256-SHA256') && rest.length === 2;
  const parts = regionless ? [undefined, ...rest] : rest;
  const [region, service, terminator] = parts;
  if (parts.length !== 3 || service === undefined || terminator === undefined) return { accessKeyId, scope: undefined };
  return { accessKeyId, scope: { region, service, terminator } };
}

/** @throws {ServiceError} if the body is no JSON object; an empty one is an empty object */
export function readParameters(body: string): Parameters {
  if (body.trim() === '') return {};
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw serviceError('notJson');
  return { ...value };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The service does not say where it stopped reading either.
    throw serviceError('notJson');
  }
}
