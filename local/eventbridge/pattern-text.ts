import { isJsonObject } from './json-object.ts';
import { PatternError } from './pattern-error.ts';

/** Judges one string of the event. */
export type TextTest = (text: string) => boolean;

type TextOperator = 'prefix' | 'suffix' | 'wildcard' | 'equals-ignore-case';

const TEXT_OPERATORS: ReadonlySet<string> = new Set(['prefix', 'suffix', 'wildcard', 'equals-ignore-case']);

/** Whether an operator compares strings. */
export function isTextOperator(word: string): word is TextOperator {
  return TEXT_OPERATORS.has(word);
}

/** Compiles an operator on strings. `prefix` and `suffix` also take `{"equals-ignore-case": "text"}`. */
export function compileText(operator: TextOperator, operand: unknown, path: string): TextTest {
  switch (operator) {
    case 'prefix': {
      const { text, fold } = textOrIgnoreCase(operand, path);
      return (value) => fold(value).startsWith(text);
    }
    case 'suffix': {
      const { text, fold } = textOrIgnoreCase(operand, path);
      return (value) => fold(value).endsWith(text);
    }
    case 'equals-ignore-case':
      return equalsIgnoreCase(textOf(operand, path));
    case 'wildcard':
      return compileWildcard(textOf(operand, path), path);
  }
}

/** Equality regardless of case. */
export function equalsIgnoreCase(text: string): TextTest {
  const folded = text.toLowerCase();
  return (value) => value.toLowerCase() === folded;
}

function textOf(operand: unknown, path: string): string {
  if (typeof operand !== 'string') {
    throw new PatternError(path, 'must be a string');
  }
  return operand;
}

function textOrIgnoreCase(operand: unknown, path: string): { text: string; fold: (value: string) => string } {
  if (!isJsonObject(operand)) {
    return { text: textOf(operand, path), fold: (value) => value };
  }
  const unknown = Object.keys(operand).find((key) => key !== 'equals-ignore-case');
  if (unknown !== undefined) {
    throw new PatternError(`${path}.${unknown}`, 'unknown operator; here only equals-ignore-case is known');
  }
  const text = textOf(operand['equals-ignore-case'], `${path}.equals-ignore-case`);
  return { text: text.toLowerCase(), fold: (value) => value.toLowerCase() };
}

/**
 * `*` stands for any number of characters; two in a row are rejected, `\*` and `\\` are the characters themselves and a
 * backslash before anything else is rejected ("Matching using wildcards", EventBridge User Guide).
 */
function compileWildcard(pattern: string, path: string): TextTest {
  const pieces = pattern.match(/\\[*\\]|./gsu) ?? [];
  pieces.forEach((piece, index) => {
    if (piece === '\\') {
      throw new PatternError(path, 'a backslash can only stand before * or another backslash');
    }
    if (piece === '*' && pieces[index + 1] === '*') {
      throw new PatternError(path, 'two wildcard characters in a row are not allowed');
    }
  });
  const source = pieces.map((piece) => (piece === '*' ? '.*' : escapeRegExp(piece.replace(/^\\/, ''))));
  const expression = new RegExp(`^${source.join('')}$`, 'su');
  return (text) => expression.test(text);
}

function escapeRegExp(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
