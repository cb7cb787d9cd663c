import { AwsError } from '../aws-json/aws-error.ts';

const PATTERN = /^\{\s*(.+?)\s*\}$/;
const TERM = /^\$\.(\w+)\s*=\s*"([^"]*)"$/;

/**
 * A filter pattern as a test of a log line: of the syntax for JSON lines, equality of top-level members with texts, `&&`,
 * and `||`, which binds less ("Filter pattern syntax for metric filters, subscription filters, filter log events",
 * CloudWatch Logs User Guide). Without a pattern every line matches.
 *
 * @throws {AwsError} for a pattern that is not understood
 */
export function compileFilterPattern(pattern: string): (line: string) => boolean {
  if (pattern.trim() === '') return () => true;
  const [, inner] = PATTERN.exec(pattern.trim()) ?? [];
  const alternatives = (inner ?? '').split('||').map((all) => all.split('&&').map((term) => TERM.exec(term.trim())));
  if (alternatives.flat().includes(null)) {
    const message = `The filter pattern ${pattern} is not supported locally, only { $.name = "text" && … || … }`;
    throw new AwsError(400, 'InvalidParameterException', message);
  }
  const wanted = alternatives.map((all) => all.flatMap((term) => (term ? [[term[1] ?? '', term[2]] as const] : [])));
  return (line) => {
    const members = membersOf(line);
    return wanted.some((all) => all.every(([name, value]) => members[name] === value));
  };
}

function membersOf(line: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
