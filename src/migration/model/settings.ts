import type { SettingsOf } from '../../settings/function-settings.ts';
import { AFTER_CALL, BEFORE_CALL } from '../../settings/rules.ts';

/** What the core decides by, from the one table of settings; times in milliseconds. */
export type Settings = SettingsOf<'migrate'> & SettingsOf<'reconcile'>;

/** What an invocation needs to look around, call, and write down what came of it, in milliseconds. */
export function roomForCall({ callTimeout }: Pick<Settings, 'callTimeout'>): number {
  return BEFORE_CALL + callTimeout + AFTER_CALL;
}

/**
 * After this time, by the clock of whoever asks, a call whose intent was written at `startedAt` by another clock can have
 * no more effect.
 */
export function effectOverAfter(
  startedAt: number,
  { settle, clockSkew }: Pick<Settings, 'settle' | 'clockSkew'>,
): number {
  return startedAt + settle + clockSkew;
}

/** A look taken later than this after `time` shows all that had happened by then. */
export function conclusiveAfter(time: number, settings: Pick<Settings, 'stale' | 'clockSkew'>): number {
  return time + settings.stale + settings.clockSkew;
}
