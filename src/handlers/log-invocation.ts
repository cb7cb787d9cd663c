import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';

/** Puts the invocation's id into every line, and logs what escapes the handler. Never the event: it holds the bodies. */
export function logInvocation(logger: Logger): MiddlewareObj {
  return {
    before: ({ context }) => {
      logger.addContext(context);
    },
    onError: ({ error }) => {
      logger.error('invocationFailed', { error: error?.name });
    },
    after: () => {
      logger.resetKeys();
    },
  };
}
