import * as v from 'valibot';
import { type IdRule, REQUEST_ID } from '../../contract/ids.ts';
import { isText, SAFE_TEXT } from '../../contract/text.ts';
import { EVENT_TIME, formatTime, parseTime } from '../../contract/time.ts';

// What the schemas of the plan are made of. Where valibot has no rule of its own, JSON Schema's stands beside it (v.metadata).

/** A dot separates it from a line's id in the ids of requests, which have room for so much of it. */
export const DRAIN_ID: IdRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/,
  what: '1 to 63 characters of A-Z a-z 0-9 _ -, the first a letter or a digit',
};

export const MAX_TEXT = 256;

export function id({ pattern, what }: IdRule, description: string) {
  return v.pipe(v.string(`must be ${what}`), v.regex(pattern, `must be ${what}`), v.description(description));
}

export const requestId = (description: string) => id(REQUEST_ID, description);

/** Of people and of Direct Connect: nothing in it hides or reorders what is shown. */
export function text(description: string, maxLength = MAX_TEXT) {
  const message = `must be a text of at most ${maxLength} characters, without control or bidirectional-override characters`;
  return v.pipe(
    v.custom<string>((value) => isText(value, maxLength), message),
    v.metadata({ type: 'string', maxLength, pattern: SAFE_TEXT.source, description }),
  );
}

const isTime = (value: string) => {
  const ms = parseTime(value);
  return ms !== undefined && formatTime(ms) === value;
};

export function time(description: string) {
  const message = 'must be a time in UTC with milliseconds, such as 2026-12-24T19:00:00.000Z';
  return v.pipe(
    v.string(message),
    v.regex(EVENT_TIME, message),
    v.check(isTime, message),
    v.metadata({ format: 'date-time', description }),
  );
}

export function count(description: string, least = 0, most = Number.MAX_SAFE_INTEGER) {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(least, message),
    v.maxValue(most, message),
    v.description(description),
  );
}

/** Of bandwidths and factors: may have a fraction. */
export function amount(description: string, least = 0, most = 1e9) {
  const message = `must be a number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.minValue(least, message), v.maxValue(most, message), v.description(description));
}

export const seconds = (description: string, least = 0) => count(description, least, 366 * 86_400);

export function flag(description: string) {
  return v.pipe(v.boolean('must be true or false'), v.description(description));
}

export function list<const Item extends v.GenericSchema>(item: Item, most: number, description: string) {
  return v.pipe(
    v.array(item, 'must be a list'),
    v.maxLength(most, `must have at most ${most} entries`),
    v.description(description),
  );
}
