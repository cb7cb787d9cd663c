import { unlessAborted } from './unless-aborted.ts';

/**
 * The same source, but done as soon as the signal aborts, also while its next is still awaited, which may never come.
 * It is asked to close, and after an abort not waited for: a generator that is still at its next does not close before.
 */
export function doneOnAbort<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      const close = async (): Promise<unknown> => iterator.return?.();
      const end = async (): Promise<IteratorReturnResult<undefined>> => {
        await unlessAborted(close(), signal);
        return { done: true, value: undefined };
      };
      return { next: async () => (await unlessAborted(iterator.next(), signal)) ?? end(), return: end };
    },
  };
}
