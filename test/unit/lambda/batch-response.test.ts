import { describe, expect, it } from 'vitest';
import { failedMessageIds } from '../../../local/lambda/batch-response.ts';

const batch = new Set(['m1', 'm2', 'm3']);

// "Handling errors for an SQS event source in Lambda", section "Success and failure conditions", Lambda Developer Guide.
describe('a batch is a complete success if the function returns', () => {
  it.each([
    ['an empty batchItemFailures list', '{"batchItemFailures":[]}'],
    ['a null batchItemFailures list', '{"batchItemFailures":null}'],
    ['an empty answer', '{}'],
    ['an empty payload', ''],
    ['a null answer', 'null'],
    ['an object without the list (assumed)', '{"statusCode":200}'],
  ])('%s', (_what, payload) => {
    expect(failedMessageIds(payload, batch)).toEqual(new Set());
  });
});

describe('a batch is a complete failure if the function returns', () => {
  it.each([
    ['invalid JSON', '{"batchItemFailures":['],
    ['an empty string itemIdentifier', '{"batchItemFailures":[{"itemIdentifier":""}]}'],
    ['a null itemIdentifier', '{"batchItemFailures":[{"itemIdentifier":null}]}'],
    ['an itemIdentifier with a bad key name', '{"batchItemFailures":[{"messageId":"m1"}]}'],
    ['an itemIdentifier that does not exist', '{"batchItemFailures":[{"itemIdentifier":"m9"}]}'],
    ['a good and a bad one', '{"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m9"}]}'],
    ['ids where objects belong (assumed)', '{"batchItemFailures":["m1"]}'],
    ['null where objects belong (assumed)', '{"batchItemFailures":[null]}'],
    ['a number as itemIdentifier (assumed)', '{"batchItemFailures":[{"itemIdentifier":1}]}'],
    ['no list (assumed)', '{"batchItemFailures":{"itemIdentifier":"m1"}}'],
    ['text (assumed)', '"done"'],
    ['a list (assumed)', '[]'],
  ])('%s', (_what, payload) => {
    expect(failedMessageIds(payload, batch)).toEqual(batch);
  });
});

it('otherwise the messages that are named fail', () => {
  const payload = '{"batchItemFailures":[{"itemIdentifier":"m3"},{"itemIdentifier":"m1"},{"itemIdentifier":"m3"}]}';

  expect(failedMessageIds(payload, batch)).toEqual(new Set(['m1', 'm3']));
});
