import { toExactTime } from '../contract/time.ts';
import type { Choice, NumberSetting } from './setting.ts';

/** A value; or, as the end of a sentence that begins with "NAME must be", what it must be. */
export type Read<Value> = { value: Value } | { mustBe: string };

/** A number from its text, in the setting's unit. */
export function readNumber({ least, most, digits = 0, oneOf }: NumberSetting, text: string): Read<number> {
  const value = Number(text);
  const isNumber = digits === 0 ? /^\d{1,9}$/ : new RegExp(`^\\d{1,9}(\\.\\d{1,${digits}})?$`);
  const isWithin = isNumber.test(text) && value >= least && value <= most;
  if (isWithin && (oneOf === undefined || oneOf.includes(value))) return { value };
  if (oneOf !== undefined) return { mustBe: `one of ${oneOf.join(', ')}` };
  const what = digits === 0 ? 'a whole number' : `a number with at most ${digits} digits after the point`;
  return { mustBe: `${what} from ${least} to ${most}` };
}

export function readChoice({ values }: Choice, text: string): Read<string> {
  return values.includes(text) ? { value: text } : { mustBe: `one of ${values.join(', ')}` };
}

/** A time in UTC from its text, as exact as that is. */
export function readTime(text: string): Read<string> {
  const value = text.endsWith('Z') ? toExactTime(text) : undefined;
  return value === undefined ? { mustBe: 'a time such as 2026-01-01T00:00:00Z' } : { value };
}
