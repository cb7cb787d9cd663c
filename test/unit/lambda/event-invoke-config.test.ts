import { describe, expect, it } from 'vitest';
import { readEventInvokeConfig } from '../../../local/lambda/event-invoke-config.ts';

// AWS::Lambda::EventInvokeConfig, CloudFormation Template Reference; PutFunctionEventInvokeConfig, Lambda API Reference.
const PROPERTIES = { FunctionName: 'f', Qualifier: '$LATEST' };

it('has the defaults of AWS', () => {
  expect(readEventInvokeConfig(PROPERTIES)).toEqual({ maximumEventAgeSeconds: 21_600, maximumRetryAttempts: 2 });
});

it('reads the values of the template, also as text', () => {
  const properties = {
    ...PROPERTIES,
    DestinationConfig: {},
    MaximumEventAgeInSeconds: 60,
    MaximumRetryAttempts: '0',
  };

  expect(readEventInvokeConfig(properties)).toEqual({ maximumEventAgeSeconds: 60, maximumRetryAttempts: 0 });
});

describe('rejects', () => {
  it.each([
    [{ MaximumEventAgeInSeconds: 59 }, 'MaximumEventAgeInSeconds is 59; it must be an integer from 60 to 21600'],
    [{ MaximumEventAgeInSeconds: 21_601 }, 'MaximumEventAgeInSeconds is 21601'],
    [{ MaximumRetryAttempts: -1 }, 'MaximumRetryAttempts is -1; it must be an integer from 0 to 2'],
    [{ MaximumRetryAttempts: 3 }, 'MaximumRetryAttempts is 3'],
    [{ MaximumRetryAttempts: '' }, 'MaximumRetryAttempts is ""'],
    [{ DestinationConfig: { OnFailure: { Destination: 'arn' } } }, 'DestinationConfig: destinations are not supported'],
    [{ Qualifier: 'live' }, 'Qualifier: locally it must be $LATEST, not live'],
    [{ Tags: [] }, 'not supported locally: Tags'],
  ])('%j', (properties, message) => {
    expect(() => readEventInvokeConfig({ ...PROPERTIES, ...properties })).toThrow(message);
  });
});
