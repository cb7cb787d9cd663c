import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { issueInWords } from '../../../src/contract/issue-words.ts';

/** What is said of the first thing that the schema objects to. */
function objection(schema: v.GenericSchema, input: unknown, unknown?: string): string {
  const result = v.safeParse(schema, input);
  return result.success ? 'nothing' : issueInWords(result.issues[0], unknown);
}

const length = (action: v.GenericPipeAction<string, string, v.BaseIssue<unknown>>) => v.pipe(v.string(), action);
const number = (action: v.GenericPipeAction<number, number, v.BaseIssue<unknown>>) => v.pipe(v.number(), action);

describe('what a schema objects to', () => {
  const named = v.strictObject({ name: v.string() });

  it('is a missing key', () => {
    expect(objection(named, {})).toBe('is missing');
    expect(objection(named, { name: undefined })).toBe('is missing');
  });

  it('is a key that it does not have, whatever its value', () => {
    expect(objection(named, { name: 'a', more: 1 })).toBe('is not a known key');
    expect(objection(named, { name: 'a', more: undefined })).toBe('is not a known key');
    expect(objection(named, { name: 'a', more: 1 }, 'is not supported')).toBe('is not supported');
  });

  it('is told in the schema’s own words if it has some', () => {
    expect(objection(v.string('must be a name'), 7)).toBe('must be a name');
    expect(objection(v.pipe(v.string(), v.minLength(1, 'must be filled')), '')).toBe('must be filled');
  });

  it('is text that is not JSON, of which nothing is repeated', () => {
    expect(objection(v.pipe(v.string(), v.parseJson()), '{"secret')).toBe('is not valid JSON');
  });

  it.each<[string, v.GenericSchema, unknown]>([
    ['must be string, not 7', v.string(), 7],
    ['must be string, not null', v.string(), null],
    ['must be string, not an object', v.string(), {}],
    ['must be number, not a list', v.number(), []],
    ['must be an object, not "Object"', v.strictObject({}), 'Object'],
    ['must be a list, not an object', v.array(v.string()), {}],
    ['must be "bus", not "queue"', v.literal('bus'), 'queue'],
    ['must be one of "bus", "ledger", "queue", not "x"', v.picklist(['bus', 'ledger', 'queue']), 'x'],
    ['must be "(one)", not "two"', v.literal('(one)'), 'two'],
    ['must be one of "a", "b", not "(c | d)"', v.picklist(['a', 'b']), '(c | d)'],
    ['must be a whole number, not 1.5', number(v.integer()), 1.5],
    ['must be 60 or more, not 59', number(v.minValue(60)), 59],
    ['must be 185 or less, not 186', number(v.maxValue(185)), 186],
    ['must have a length of 1 or more, not 0', length(v.nonEmpty()), ''],
    ['must have a length of 20 or more, not 5', length(v.minLength(20)), 'short'],
    ['must have a length of 4 or less, not 8', length(v.maxLength(4)), 'too long'],
    ['must be something else, not 0', number(v.check((value) => value > 0)), 0],
  ])('is a value: %s', (words, schema, input) => {
    expect(objection(schema, input)).toBe(words);
  });
});
