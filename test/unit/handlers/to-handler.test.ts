import { setTimeout } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { expect, it } from 'vitest';
import { functionLog } from '../../../src/handlers/function-log.ts';
import { toHandler } from '../../../src/handlers/to-handler.ts';

it('an invocation does not end before its work, however little time is left', async () => {
  const work = Promise.withResolvers<string>();
  const handler = toHandler(() => work.promise, functionLog(new Logger({ logLevel: 'SILENT' })));
  const context = { awsRequestId: 'i1', getRemainingTimeInMillis: () => 0 } as Context;
  const answer = handler({}, context, { signal: new AbortController().signal });
  // A timer that would end it has been set by now, for as soon as can be: this one comes after it.
  await setTimeout(1);
  work.resolve('done');
  expect(await answer).toBe('done');
});
