import type { RequestListener } from 'node:http';

/**
 * The requests that a listener works on. It works on each to its end, also for a client that is gone meanwhile: until
 * then it needs what it works with, of which the server's own close knows nothing.
 */
export class UnderWay {
  readonly #requests = new Set<Promise<void>>();
  #closed = false;

  watch(listener: RequestListener): RequestListener {
    return (request, response) => {
      if (this.#closed) return void request.socket.destroy();
      const { promise, resolve } = Promise.withResolvers<void>();
      const ended = promise.finally(() => this.#requests.delete(ended));
      this.#requests.add(ended);
      const end = response.end;
      response.end = ((...chunk: Parameters<typeof end>) => {
        resolve();
        return end.apply(response, chunk);
      }) as typeof end;
      // One that broke off before its end was never worked on.
      request.once('close', () => request.complete || resolve());
      listener(request, response);
    };
  }

  /** Lets no more begin, and waits until all of them are ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#requests);
  }
}
