import * as sdk from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { queryCode, SqsError } from '../../../local/sqs/sqs-error.ts';

/** Errors of SQS's model, as AWS's SDK has them: `[-3, namespace, name, traits, …]` under `<name>$`. */
type ErrorSchema = [kind: -3, namespace: string, name: string, traits: Traits];
interface Traits {
  awsQueryError?: [code: string, status: number];
  httpError?: number;
}

/** KMS's are none that the local SQS has. */
const MODEL = Object.values(sdk as Record<string, unknown>)
  .filter(isErrorSchema)
  .filter(([, , name]) => !name.startsWith('Kms'))
  .map(([, , name, { awsQueryError, httpError }]) => {
    return { name, code: awsQueryError?.[0] ?? name, status: httpError ?? 400 };
  });

function isErrorSchema(schema: unknown): schema is ErrorSchema {
  return Array.isArray(schema) && schema[0] === -3 && schema[1] === 'com.amazonaws.sqs';
}

describe('an error of SQS’s model', () => {
  it('is found in the SDK with many others', () => {
    const notThere = { name: 'QueueDoesNotExist', code: 'AWS.SimpleQueueService.NonExistentQueue', status: 400 };
    expect(MODEL).toContainEqual(notThere);
    expect(MODEL.length).toBeGreaterThan(20);
  });

  it.each(MODEL)('$name has the code $code and the status $status', ({ name, code, status }) => {
    expect(queryCode(name)).toBe(code);
    expect(new SqsError(name, '').status).toBe(status);
    expect(new SqsError(name, '').headers['x-amzn-query-error']).toBe(`${code};Sender`);
  });
});

// The model does not have them. Recorded from AWS (sqs-error.ts).
describe('an error outside of SQS’s model', () => {
  it.each([
    ['InvalidParameterValueException', 'InvalidParameterValue'],
    ['MissingRequiredParameterException', 'MissingParameter'],
  ])('%s has the code %s, and is known by either', (name, code) => {
    for (const error of [new SqsError(name, 'm'), new SqsError(code, 'm')]) {
      expect(error.toBody()).toEqual({ __type: `com.amazonaws.sqs#${name}`, message: 'm' });
      expect(error.headers['x-amzn-query-error']).toBe(`${code};Sender`);
    }
  });
});
