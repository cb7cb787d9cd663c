import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { FunctionLog } from './function-log.ts';
import { logInvocation } from './log-invocation.ts';

/**
 * middy would answer with an error just before the timeout, and leave the work to go on in the frozen process, whenever
 * that is thawed. Lambda kills it instead: what it was at is then known to have ended.
 */
const TO_THE_END = { timeoutEarlyInMillis: 0 };

/** A function's entry point, with its log. */
export function toHandler<Event, Result>(work: (event: Event, context: Context) => Promise<Result>, log: FunctionLog) {
  return middy(work, TO_THE_END).use(logInvocation(log));
}
