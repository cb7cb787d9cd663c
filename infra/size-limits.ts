import { ParameterError } from './parameter-error.ts';

/** The longest text that a reference to a resource of the stack can become: its ARN. */
const REFERENCE = 'x'.repeat(128);

/**
 * Stops at a value that is too long for AWS, because names of any length are in it.
 *
 * @param what the parameters, for the sentence
 * @param value as the template has it
 * @param most characters
 */
export function checkSize(what: string, value: unknown, most: number): void {
  const size = JSON.stringify(value, (_key, part) => (isReference(part) ? REFERENCE : part)).length;
  if (size <= most) return;
  throw new ParameterError(
    `${what} come to ${size} characters with what is around them; AWS is sure to take ${most}: name fewer`,
  );
}

function isReference(part: unknown): boolean {
  return typeof part === 'object' && part !== null && ('Ref' in part || 'Fn::GetAtt' in part || 'Fn::Sub' in part);
}
