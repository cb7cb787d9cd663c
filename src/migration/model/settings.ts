import type { SettingsOf } from '../../settings/function-settings.ts';
import { AFTER_CALL_MS, BEFORE_CALL_MS } from '../../settings/rules.ts';

/** What the core decides by, from the one table of settings; times in milliseconds. */
export type Settings = SettingsOf<'migrate'> & SettingsOf<'reconcile'> & SettingsOf<'dispatch'>;

/** What an invocation needs to observe, call, and write down what came of it, in milliseconds. */
export function roomForCallMs({ callTimeoutMs }: Pick<Settings, 'callTimeoutMs'>): number {
  return BEFORE_CALL_MS + timeForCallMs({ callTimeoutMs });
}

/** What is needed of that once all is observed, in milliseconds. */
export function timeForCallMs({ callTimeoutMs }: Pick<Settings, 'callTimeoutMs'>): number {
  return callTimeoutMs + AFTER_CALL_MS;
}

/**
 * After this time, by the clock of whoever asks, a call whose intent was written at `startedAt` by another clock can have
 * no more effect.
 */
export function effectOverAfter(
  startedAtMs: number,
  { effectTimeoutMs, clockSkewMs }: Pick<Settings, 'effectTimeoutMs' | 'clockSkewMs'>,
): number {
  return startedAtMs + effectTimeoutMs + clockSkewMs;
}

/** An observation taken later than this after `time` shows all that had happened by then. */
export function conclusiveAfter(time: number, settings: Pick<Settings, 'staleMs' | 'clockSkewMs'>): number {
  return time + settings.staleMs + settings.clockSkewMs;
}
