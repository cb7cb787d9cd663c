import type { WireRecord } from './records/without-undefined.ts';
import { ServiceError } from './service-error.ts';
import { serviceError } from './texts.ts';

/** What goes back to the client, or does not. */
export type Answer =
  | { readonly kind: 'success'; readonly body: WireRecord }
  | { readonly kind: 'error'; readonly error: ServiceError }
  | { readonly kind: 'garbage'; readonly status: number; readonly contentType: string; readonly body: string }
  | { readonly kind: 'drop' }
  | { readonly kind: 'hang' };

/** Runs something that answers by returning or by throwing. */
export function answerOf(work: () => WireRecord): Answer {
  try {
    return { kind: 'success', body: work() };
  } catch (error) {
    return errorAnswer(error);
  }
}

export function errorAnswer(error: unknown): Answer {
  if (error instanceof ServiceError) return { kind: 'error', error };
  return { kind: 'error', error: serviceError('internal', error instanceof Error ? error.message : String(error)) };
}
