import type { MiddlewareObj } from '@middy/core';
import type { FunctionLog } from './function-log.ts';

/** Puts the invocation's id into every line, and logs what escapes the handler. Never the event: it holds the bodies. */
export function logInvocation(log: FunctionLog): MiddlewareObj {
  return {
    before: ({ context }) => {
      log.addContext(context);
    },
    onError: ({ error }) => {
      log.write('invocationFailed', { error: error?.name });
    },
    after: () => {
      log.clearContext();
    },
  };
}
