import { describe, expect, it } from 'vitest';
import { readFailure } from '../../../local/eventbridge/delivery-failure.ts';

function sdkError(name: string, httpStatusCode?: number, code?: string): Error {
  return Object.assign(new Error('why'), {
    name,
    ...(httpStatusCode === undefined ? {} : { $metadata: { httpStatusCode } }),
    ...(code === undefined ? {} : { code }),
  });
}

describe('readFailure', () => {
  it.each([
    ['a queue that does not exist', sdkError('QueueDoesNotExist', 400), 'NO_RESOURCE', false],
    ['the same, older name', sdkError('AWS.SimpleQueueService.NonExistentQueue', 400), 'NO_RESOURCE', false],
    ['a function that does not exist', sdkError('ResourceNotFoundException', 404), 'NO_RESOURCE', false],
    ['no permission', sdkError('AccessDeniedException', 400), 'NO_PERMISSIONS', false],
    ['forbidden', sdkError('Whatever', 403), 'NO_PERMISSIONS', false],
    ['another client error', sdkError('InvalidMessageContents', 400), 'ERROR_FROM_TARGET', false],
    ['throttling by name', sdkError('RequestThrottled', 400), 'THROTTLING', true],
    ['throttling by status', sdkError('Whatever', 429), 'THROTTLING', true],
    ['a server error', sdkError('InternalError', 500), 'ERROR_FROM_TARGET', true],
    ['a timeout', sdkError('TimeoutError'), 'TIMEOUT', true],
    ['a broken connection', sdkError('Error', undefined, 'ECONNREFUSED'), 'CONNECTION_FAILURE', true],
    ['an error no one knows', new Error('why'), 'ERROR_FROM_TARGET', true],
  ])('reads %s', (_what, error, code, retriable) => {
    expect(readFailure(error)).toEqual({ code, retriable, message: 'why' });
  });

  it('reads what is no Error', () => {
    expect(readFailure('why')).toEqual({ code: 'ERROR_FROM_TARGET', retriable: true, message: 'why' });
  });
});
