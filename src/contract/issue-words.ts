import type { BaseIssue } from 'valibot';

/**
 * What a schema objects to, in words: valibot's own texts ("Invalid key: Expected never but received …") are for
 * whoever wrote the schema, not for whoever wrote the file.
 *
 * @param unknown what to say of a key that the schema does not have
 */
export function issueInWords(issue: BaseIssue<unknown>, unknown = 'is not a known key'): string {
  if (issue.expected === 'never') return unknown;
  if (issue.received === 'undefined') return 'is missing';
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  // What was received is the parser's text of an error here, with a part of the input.
  if (issue.type === 'parse_json') return 'is not valid JSON';
  return `must ${wanted(issue)}, not ${kind(issue.received)}`;
}

function wanted({ type, expected, requirement }: BaseIssue<unknown>): string {
  switch (type) {
    case 'integer':
      return 'be a whole number';
    case 'non_empty':
      return 'have a length of 1 or more';
    case 'min_length':
      return `have a length of ${requirement} or more`;
    case 'max_length':
      return `have a length of ${requirement} or less`;
    case 'min_value':
      return `be ${requirement} or more`;
    case 'max_value':
      return `be ${requirement} or less`;
    default:
      return `be ${choices(expected ?? 'something else')}`;
  }
}

/** A type or a value as valibot writes it. */
function kind(text: string): string {
  if (text === 'Object') return 'an object';
  if (text === 'Array') return 'a list';
  return text;
}

/** What is expected may also be a list of choices. */
function choices(expected: string): string {
  return kind(expected)
    .replace(/^\((.*)\)/, 'one of $1')
    .replaceAll(' | ', ', ');
}
