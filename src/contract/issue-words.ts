import type { BaseIssue } from 'valibot';

/**
 * What a schema objects to, in words: valibot's own texts ("Invalid key: Expected never but received …") are for
 * whoever wrote the schema, not for whoever wrote the file.
 *
 * @param unknown what to say of a key that the schema does not have
 */
export function issueInWords(issue: BaseIssue<unknown>, unknown = 'is not a known key'): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return unknown;
  if (issue.received === 'undefined') return 'is missing';
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  return `must be ${wanted(issue.expected ?? 'something else')}, not ${issue.received}`;
}

function wanted(expected: string): string {
  if (expected === 'Object') return 'an object';
  if (expected === 'Array') return 'a list';
  return expected.replace(/^\((.*)\)$/, 'one of $1').replaceAll(' | ', ', ');
}
