import type { BaseIssue } from 'valibot';

/** Something wrong at one place of what was given; the path is that of the offending key or item. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a schema objected to, in words. */
export function toProblem(issue: BaseIssue<unknown>): Problem {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  return { path, message: wordsFor(issue) };
}

/** `hostedConnections[3].vlan`; the whole is called `whole`. */
export function formatProblem({ path, message }: Problem, whole: string): string {
  const steps = path.map((step, index) =>
    typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`,
  );
  return `${steps.length === 0 ? whole : steps.join('')}: ${message}`;
}

function wordsFor(issue: BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'unknown key';
  if (issue.received === 'undefined') return 'missing';
  if (issue.type === 'check') return issue.message;
  const wanted = issue.message.startsWith('expected') ? issue.message : `expected ${readable(issue.expected)}`;
  return `${wanted}, found ${readable(issue.received)}`;
}

/** Valibot writes a list of choices as ("a" | "b"), and an object as Object. */
function readable(expected: string | null): string {
  if (expected === 'Object') return 'keys with values';
  if (expected === 'Array') return 'a list';
  return (expected ?? 'something else').replace(/^\((.*)\)$/, 'one of $1').replaceAll(' | ', ', ');
}
