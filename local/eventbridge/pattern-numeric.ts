import { PatternError } from './pattern-error.ts';

/** "Numeric matching" in "Comparison operators for use in event patterns": only between -5e9 and +5e9. */
const LARGEST = 5e9;

type Compare = (value: number, bound: number) => boolean;

const LOWER: Readonly<Record<string, Compare>> = { '>': (a, b) => a > b, '>=': (a, b) => a >= b };
const UPPER: Readonly<Record<string, Compare>> = { '<': (a, b) => a < b, '<=': (a, b) => a <= b };
const SINGLE: Readonly<Record<string, Compare>> = { ...LOWER, ...UPPER, '=': (a, b) => a === b };

/** Compiles the operand of `numeric`: `["=", n]`, one bound such as `["<", n]`, or a range such as `[">", 0, "<=", 5]`. */
export function compileNumeric(operand: unknown, path: string): (value: number) => boolean {
  if (!Array.isArray(operand)) {
    throw new PatternError(path, 'must be a list such as [">", 0, "<=", 5]');
  }
  const terms: readonly unknown[] = operand;
  if (terms.length === 2) {
    const test = bound(SINGLE, terms, 0, path);
    return (value) => inRange(value) && test(value);
  }
  if (terms.length !== 4) {
    throw new PatternError(path, 'must have one comparison, or a lower one and an upper one');
  }
  const lower = bound(LOWER, terms, 0, path);
  const upper = bound(UPPER, terms, 2, path);
  if (Number(terms[1]) >= Number(terms[3])) {
    throw new PatternError(path, 'the lower bound must be below the upper one');
  }
  return (value) => lower(value) && upper(value);
}

function bound(known: typeof SINGLE, terms: readonly unknown[], index: number, path: string) {
  const operator = String(terms[index]);
  const compare = Object.hasOwn(known, operator) ? known[operator] : undefined;
  if (compare === undefined) {
    throw new PatternError(`${path}[${index}]`, `unknown operator; here stands ${Object.keys(known).join(' or ')}`);
  }
  const limit = terms[index + 1];
  if (typeof limit !== 'number' || !inRange(limit)) {
    throw new PatternError(`${path}[${index + 1}]`, `must be a number between -${LARGEST} and ${LARGEST}`);
  }
  return (value: number) => compare(value, limit);
}

function inRange(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}
