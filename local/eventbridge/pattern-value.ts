import { BlockList, isIP } from 'node:net';
import { isJsonObject } from './json-object.ts';
import { PatternError } from './pattern-error.ts';
import { compileNumeric } from './pattern-numeric.ts';
import { compileText, equalsIgnoreCase, isTextOperator, type TextTest } from './pattern-text.ts';

/** A value that patterns can be compared with. Objects are no leaves: operators see only what is inside them. */
export type Leaf = string | number | boolean | null;

/** Judges the leaves that a field has: none if it is absent, several if it is an array. */
export type LeafTest = (leaves: readonly Leaf[]) => boolean;

const OPERATORS: Readonly<Record<string, (operand: unknown, path: string) => LeafTest>> = {
  prefix: (operand, path) => anyText(compileText('prefix', operand, path)),
  suffix: (operand, path) => anyText(compileText('suffix', operand, path)),
  wildcard: (operand, path) => anyText(compileText('wildcard', operand, path)),
  'equals-ignore-case': (operand, path) => anyText(compileText('equals-ignore-case', operand, path)),
  'anything-but': compileAnythingBut,
  numeric: (operand, path) => {
    const test = compileNumeric(operand, path);
    return (leaves) => leaves.some((leaf) => typeof leaf === 'number' && test(leaf));
  },
  exists: compileExists,
  cidr: compileCidr,
};

/** Whether a word is a comparison operator, and so no field name inside `$or`. */
export function isOperator(word: string): boolean {
  return Object.hasOwn(OPERATORS, word);
}

/** Compiles one element of a field's list: a literal (compared exactly, with its case and type) or an operator. */
export function compileValue(value: unknown, path: string): LeafTest {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return (leaves) => leaves.includes(value);
  }
  const { operator, operand } = onlyMember(value, path);
  const compile = isOperator(operator) ? OPERATORS[operator] : undefined;
  if (compile === undefined) {
    throw new PatternError(`${path}.${operator}`, `unknown operator; known are ${Object.keys(OPERATORS).join(', ')}`);
  }
  return compile(operand, `${path}.${operator}`);
}

function onlyMember(value: unknown, path: string): { operator: string; operand: unknown } {
  const [member, ...others] = isJsonObject(value) ? Object.entries(value) : [];
  if (member === undefined || others.length > 0) {
    throw new PatternError(path, 'must be a string, number, true, false, null or an object with one operator');
  }
  return { operator: member[0], operand: member[1] };
}

function anyText(test: TextTest): LeafTest {
  return (leaves) => leaves.some((leaf) => typeof leaf === 'string' && test(leaf));
}

/**
 * `anything-but`: some leaf is none of these. An absent field does not match; null and other types do, as nothing that is
 * excluded equals them. Of an array one element that differs is enough.
 */
function compileAnythingBut(operand: unknown, path: string): LeafTest {
  if (isJsonObject(operand)) {
    const excluded = compileExcludedText(operand, path);
    return (leaves) => leaves.some((leaf) => typeof leaf !== 'string' || !excluded(leaf));
  }
  const excluded: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const [type, ...otherTypes] = new Set(excluded.map((value) => typeof value));
  if (otherTypes.length > 0 || (type !== 'string' && type !== 'number')) {
    throw new PatternError(path, 'must be a string, a number, or a list of only strings or only numbers');
  }
  return (leaves) => leaves.some((leaf) => !excluded.includes(leaf));
}

function compileExcludedText(operand: object, path: string): TextTest {
  const { operator, operand: texts } = onlyMember(operand, path);
  if (!isTextOperator(operator)) {
    throw new PatternError(`${path}.${operator}`, 'unknown operator inside anything-but');
  }
  const list: readonly unknown[] = Array.isArray(texts) ? texts : [texts];
  const tests = list.map((text) => compileExcluded(operator, text, `${path}.${operator}`));
  if (tests.length === 0) {
    throw new PatternError(`${path}.${operator}`, 'an empty list is not allowed');
  }
  return (leaf) => tests.some((test) => test(leaf));
}

function compileExcluded(operator: Parameters<typeof compileText>[0], text: unknown, path: string): TextTest {
  const startOrEnd = operator === 'prefix' || operator === 'suffix';
  if (typeof text !== 'string' || (startOrEnd && text === '')) {
    throw new PatternError(path, startOrEnd ? 'must be a string, and not empty' : 'must be a string');
  }
  return operator === 'equals-ignore-case' ? equalsIgnoreCase(text) : compileText(operator, text, path);
}

/** `exists` sees leaves only: a field that is an object or an empty array counts as absent. */
function compileExists(operand: unknown, path: string): LeafTest {
  if (typeof operand !== 'boolean') {
    throw new PatternError(path, 'must be true or false');
  }
  return (leaves) => leaves.length > 0 === operand;
}

function compileCidr(operand: unknown, path: string): LeafTest {
  const [address = '', prefix = '', ...rest] = typeof operand === 'string' ? operand.split('/') : [];
  const bits = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bits || rest.length > 0) {
    throw new PatternError(path, 'must be an address range such as "10.0.0.0/24" or "2001:db8::/32"');
  }
  const range = new BlockList();
  range.addSubnet(address, Number(prefix), bits === 32 ? 'ipv4' : 'ipv6');
  return anyText((text) => range.check(text, isIP(text) === 4 ? 'ipv4' : 'ipv6'));
}
