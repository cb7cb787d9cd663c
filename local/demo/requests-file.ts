import { parseRequest } from '../../src/contract/request.ts';
import { formatTime } from '../../src/contract/time.ts';

/** One line of a requests file, ready to be sent. */
export interface RequestLine {
  /** From 1. */
  line: number;
  body: string;
  /** The access key to send with; absent: the first tenant's. */
  sender?: string;
}

/** Thrown where a requests file cannot be used: every line that is wrong, and what is wrong with it. */
export class RequestsFileError extends Error {
  override name = 'RequestsFileError';
}

/** Fields in which `now`, `now+6s`, `now-2m` and the like stand for a time relative to the start. */
const TIME_FIELDS = ['requestedAt', 'notBefore', 'notAfter'];
const RELATIVE = /^now(?:(?<sign>[+-])(?<amount>\d{1,6})(?<unit>[smh]))?$/;
const UNIT = { s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Reads a file of JSON lines. A line is a migration request as docs/contract.md has it, or an envelope around a body that
 * is sent as it is, valid or not: `{"body": …, "sender": "AROA…"}`, both but the body optional. Empty lines and
 * lines that begin with # or // are passed over.
 *
 * @param now the time that `now` in a time field stands for, in milliseconds since the epoch
 * @throws RequestsFileError
 */
export function parseRequestsFile(text: string, fileName: string, now: number): RequestLine[] {
  const problems: string[] = [];
  const lines: RequestLine[] = [];
  for (const [index, content] of text.split('\n').entries()) {
    if (/^\s*(?:$|#|\/\/)/.test(content)) continue;
    try {
      lines.push({ line: index + 1, ...parseLine(content, now) });
    } catch (error) {
      problems.push(`${fileName}:${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (problems.length === 0 && lines.length === 0) problems.push(`${fileName}: holds no request`);
  if (problems.length > 0) throw new RequestsFileError(problems.join('\n'));
  return lines;
}

function parseLine(content: string, now: number): Omit<RequestLine, 'line'> {
  const value = parseObject(content);
  if ('body' in value) return parseEnvelope(value, now);
  const body = JSON.stringify(withTimes(value, now));
  const parsed = parseRequest(body, now);
  if (parsed.ok) return { body };
  throw new Error(`${parsed.problem}; a body that shall be sent as it is goes into {"body": …}`);
}

function parseObject(content: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new Error(`not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('must be a JSON object');
  return value as Record<string, unknown>;
}

function parseEnvelope({ body, sender, ...others }: Record<string, unknown>, now: number): Omit<RequestLine, 'line'> {
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw new Error(`an envelope has "body" and "sender" only, not "${unknown.join('", "')}"`);
  if (sender !== undefined && (typeof sender !== 'string' || !/^\w{1,128}$/.test(sender))) {
    throw new Error('"sender" must be an access key id');
  }
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const text = isObject ? JSON.stringify(withTimes(body as Record<string, unknown>, now)) : body;
  if (typeof text !== 'string' || text === '') throw new Error('"body" must be an object or a text that is not empty');
  return { body: text, ...(sender === undefined ? {} : { sender }) };
}

function withTimes(request: Record<string, unknown>, now: number): Record<string, unknown> {
  const times = TIME_FIELDS.filter((field) => RELATIVE.test(String(request[field])));
  return { ...request, ...Object.fromEntries(times.map((field) => [field, absolute(String(request[field]), now)])) };
}

function absolute(relative: string, now: number): string {
  const { sign, amount = '0', unit = 's' } = RELATIVE.exec(relative)?.groups ?? {};
  const offset = Number(amount) * UNIT[unit as keyof typeof UNIT];
  return formatTime(now + (sign === '-' ? -offset : offset));
}
