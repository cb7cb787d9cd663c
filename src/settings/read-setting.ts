import { toExactTime } from '../contract/time.ts';
import type { WholeNumber } from './setting.ts';

/** A value; or, as the end of a sentence that begins with "NAME must be", what it must be. */
export type Read<Value> = { value: Value } | { mustBe: string };

/** A whole number from its text, in the setting's unit. */
export function readNumber({ least, most, oneOf }: WholeNumber, text: string): Read<number> {
  const value = Number(text);
  const isWithin = /^\d{1,9}$/.test(text) && value >= least && value <= most;
  if (isWithin && (oneOf === undefined || oneOf.includes(value))) return { value };
  return { mustBe: oneOf === undefined ? `a whole number from ${least} to ${most}` : `one of ${oneOf.join(', ')}` };
}

/** A time in UTC from its text, as exact as that is. */
export function readTime(text: string): Read<string> {
  const value = text.endsWith('Z') ? toExactTime(text) : undefined;
  return value === undefined ? { mustBe: 'a time such as 2026-01-01T00:00:00Z' } : { value };
}
