import { many, type OneOrMany, type Statement } from './statement.ts';
import { matches } from './wildcard.ts';

type Test = (actual: string, expected: string) => boolean;

const POSITIVE: Record<string, Test> = {
  StringEquals: (actual, expected) => actual === expected,
  StringLike: (actual, expected) => matches(expected, actual),
  ArnEquals: (actual, expected) => matches(expected, actual),
  ArnLike: (actual, expected) => matches(expected, actual),
  Bool: (actual, expected) => actual === expected,
};
const NEGATIVE: Record<string, string> = { StringNotEquals: 'StringEquals', ArnNotEquals: 'ArnEquals' };
const IF_EXISTS = 'IfExists';
const OF_EACH = 'ForAllValues:';
const OF_ANY = 'ForAnyValue:';

/**
 * Does a request fulfil all conditions of a statement? A key that is not in the context fulfils a negated operator and
 * one with IfExists, and no other:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 *
 * ForAllValues asks it of each value of a key that has several, and so is true of a key that is not there:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 *
 * ForAnyValue asks whether it is so of one of them, and so is false of a key that is not there.
 *
 * Throws on an operator that it does not know, and on several values that no such operator asks about.
 */
export function fulfils(condition: Statement['Condition'], context: Readonly<Record<string, OneOrMany>>): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => holds(operator, context[key], many(expected))),
  );
}

function holds(operator: string, actual: OneOrMany | undefined, expected: string[]): boolean {
  if (expected.some((value) => value.includes('${'))) throw new Error('policy variables are not understood');
  if (operator === 'Null') return expected.includes(String(actual === undefined));
  if (operator.startsWith(OF_EACH)) {
    return many(actual ?? []).every((value) => holds(operator.slice(OF_EACH.length), value, expected));
  }
  if (operator.startsWith(OF_ANY)) {
    return many(actual ?? []).some((value) => holds(operator.slice(OF_ANY.length), value, expected));
  }
  if (Array.isArray(actual)) throw new Error(`${operator} of several values is not understood`);
  if (operator.endsWith(IF_EXISTS)) {
    return actual === undefined || holds(operator.slice(0, -IF_EXISTS.length), actual, expected);
  }
  const negated = NEGATIVE[operator];
  if (negated !== undefined) return actual === undefined || !holds(negated, actual, expected);
  const test = POSITIVE[operator];
  if (!test) throw new Error(`the condition operator ${operator} is not understood`);
  return actual !== undefined && expected.some((value) => test(actual, value));
}
