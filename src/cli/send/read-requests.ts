import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fingerprintOf } from '../../contract/fingerprint.ts';
import { parseRequest } from '../../contract/request.ts';
import type { MigrationRequestInput } from '../../contract/request-schema.ts';
import { UsageError } from '../cli-error.ts';

/** One request of a file. */
interface Entry {
  /** `line 3`. */
  at: string;
  request: unknown;
  /** As it stands there: what JSON.parse would hide, such as a field that is there twice, is found in it. */
  body: string;
}

export interface ReadRequests {
  requests: MigrationRequestInput[];
  /** A line of text each. */
  problems: string[];
}

/**
 * Reads a JSON object, a JSON array or JSON lines, and checks each request as the service will.
 *
 * @param file `-` for standard input
 * @param now milliseconds since the epoch
 * @throws UsageError if it is none of these
 */
export async function readRequests(file: string, now: number): Promise<ReadRequests> {
  const content = (await contentOf(file)).replace(/^\uFEFF/, '');
  const entries = entriesOf(content, file);
  if (entries.length === 0) throw new UsageError('there is no request in it', { where: file });
  const problems = entries.flatMap(({ at, body }) => {
    const parsed = parseRequest(body, now);
    return parsed.ok ? [] : [`${at}: ${parsed.problem}`];
  });
  return {
    requests: entries.map(({ request }) => request as MigrationRequestInput),
    problems: [...problems, ...conflictsIn(entries, now)],
  };
}

async function contentOf(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`this file cannot be read: ${(error as Error).message}`, { where: file });
  }
}

function entriesOf(content: string, file: string): Entry[] {
  const whole = parse(content);
  if (Array.isArray(whole)) {
    return whole.map((request, index) => ({ at: `request ${index + 1}`, request, body: JSON.stringify(request) }));
  }
  if (whole !== undefined) return [{ at: 'the request', request: whole, body: content.trim() }];
  return content.split(/\r?\n/).flatMap((body, index) => {
    if (body.trim() === '') return [];
    const request = parse(body);
    if (request !== undefined) return [{ at: `line ${index + 1}`, request, body }];
    throw new UsageError('this is neither JSON nor JSON lines', {
      where: `${file}, line ${index + 1}`,
      todo: 'give one request, an array of requests, or a request on each line',
    });
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** An id that is used twice with other content would be answered CONFLICTING_REQUEST. */
function conflictsIn(entries: readonly Entry[], now: number): string[] {
  const first = new Map<string, { at: string; fingerprint: string }>();
  return entries.flatMap(({ at, body }) => {
    const parsed = parseRequest(body, now);
    if (!parsed.ok) return [];
    const { requestId } = parsed.request;
    const fingerprint = fingerprintOf(parsed.request);
    const earlier = first.get(requestId);
    if (earlier === undefined) first.set(requestId, { at, fingerprint });
    if (earlier === undefined || earlier.fingerprint === fingerprint) return [];
    return [`${at}: requestId ${requestId} is that of ${earlier.at}, which says something else`];
  });
}
