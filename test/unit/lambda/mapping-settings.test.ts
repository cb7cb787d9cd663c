import { describe, expect, it } from 'vitest';
import { MappingError, readMappingSettings } from '../../../local/lambda/mapping-settings.ts';

// "Lambda parameters for Amazon SQS event source mappings", Lambda Developer Guide; CreateEventSourceMapping, Lambda API
// Reference.
it('has the defaults of AWS', () => {
  expect(readMappingSettings({ EventSourceArn: 'arn', FunctionName: 'f' })).toEqual({
    enabled: true,
    batchSize: 10,
    maximumConcurrency: 5,
    reportBatchItemFailures: false,
  });
});

it('reads the values of the template, also as text', () => {
  const properties = {
    Enabled: 'false',
    BatchSize: '1',
    MaximumBatchingWindowInSeconds: 0,
    ScalingConfig: { MaximumConcurrency: 1000 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    Tags: [],
  };

  expect(readMappingSettings(properties)).toEqual({
    enabled: false,
    batchSize: 1,
    maximumConcurrency: 1000,
    reportBatchItemFailures: true,
  });
});

describe('rejects', () => {
  it.each([
    [{ BatchSize: 0 }, 'BatchSize is 0; it must be an integer from 1 to 10.'],
    [{ BatchSize: 11 }, 'BatchSize is 11'],
    [{ BatchSize: 1.5 }, 'BatchSize is 1.5'],
    [{ BatchSize: '' }, 'BatchSize is ""'],
    [
      { ScalingConfig: { MaximumConcurrency: 1 } },
      'ScalingConfig.MaximumConcurrency is 1; it must be an integer from 2',
    ],
    [{ ScalingConfig: { MaximumConcurrency: 1001 } }, 'ScalingConfig.MaximumConcurrency is 1001'],
    [{ FunctionResponseTypes: ['Other'] }, 'FunctionResponseTypes is ["Other"]'],
    [{ FunctionResponseTypes: 'ReportBatchItemFailures' }, 'FunctionResponseTypes is "ReportBatchItemFailures"'],
    [{ Enabled: 'no' }, 'Enabled is "no"'],
    [{ MaximumBatchingWindowInSeconds: 5 }, 'MaximumBatchingWindowInSeconds 5 is not supported locally'],
    [{ FilterCriteria: { Filters: [] } }, 'Not supported by the local event source mapping: FilterCriteria.'],
    [{ ProvisionedPollerConfig: {}, StartingPosition: 'LATEST' }, 'ProvisionedPollerConfig, StartingPosition'],
  ])('%j', (properties, message) => {
    expect(() => readMappingSettings(properties)).toThrow(MappingError);
    expect(() => readMappingSettings(properties)).toThrow(message);
  });
});
