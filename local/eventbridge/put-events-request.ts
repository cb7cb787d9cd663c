import * as v from 'valibot';
import { issueInWords } from '../../src/contract/issue-words.ts';
import { AwsError } from '../aws-json/aws-error.ts';
import { entrySize, MAX_REQUEST_BYTES } from './entry-size.ts';

/** "Array Members: Minimum number of 1 item. Maximum number of 10 items." (PutEvents, EventBridge API Reference). */
const MAX_ENTRIES = 10;

/** Pattern and length of EventBusName (PutEventsRequestEntry, EventBridge API Reference). */
const BUS_NAME = /^(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/.\-_A-Za-z0-9]+$/;

const MAX_BUS_NAME = 1600;

const text = v.nullish(v.string());

const entrySchema = v.object({
  Time: v.nullish(v.number()),
  Source: text,
  Resources: v.nullish(v.array(v.string())),
  DetailType: text,
  Detail: text,
  EventBusName: text,
});

/** One entry as it came over the wire; `Time` is in epoch seconds. Null and absent mean the same. */
export type PutEventsEntry = v.InferOutput<typeof entrySchema>;

const requestSchema = v.object({ Entries: v.nullish(v.array(entrySchema)) });

/**
 * Reads the body of a PutEvents request.
 *
 * @throws {AwsError} SerializationException for a body that is no such request; ValidationException for a number of
 *   entries, a bus name or a total size that AWS rejects. The whole request fails then, with HTTP 400.
 */
export function parsePutEvents(body: string): PutEventsEntry[] {
  const entries = parseShape(body);
  if (entries === null || entries === undefined) {
    throw constraint('Value null', 'Member must not be null');
  }
  if (entries.length === 0) {
    throw constraint("Value '[]'", 'Member must have length greater than or equal to 1');
  }
  if (entries.length > MAX_ENTRIES) {
    throw constraint("Value '[PutEventsRequestEntry]'", 'Member must have length less than or equal to 10');
  }
  entries.forEach(checkBusName);
  if (entries.reduce((bytes, entry) => bytes + entrySize(entry), 0) > MAX_REQUEST_BYTES) {
    throw validation('Total size of the entries in the request is over the limit.');
  }
  return entries;
}

function parseShape(body: string): PutEventsEntry[] | null | undefined {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), requestSchema), body);
  if (!result.success) {
    const [issue] = result.issues;
    throw new AwsError(400, 'SerializationException', `${v.getDotPath(issue) ?? 'the body'}: ${issueInWords(issue)}`);
  }
  return result.output.Entries;
}

function checkBusName(entry: PutEventsEntry, index: number): void {
  const name = entry.EventBusName;
  if (typeof name === 'string' && (name.length > MAX_BUS_NAME || !BUS_NAME.test(name))) {
    throw validation(
      `1 validation error detected: Value '${name}' at 'entries.${index + 1}.member.eventBusName' ` +
        `failed to satisfy constraint: Member must satisfy regular expression pattern and length`,
    );
  }
}

function constraint(value: string, rule: string): AwsError {
  return validation(`1 validation error detected: ${value} at 'entries' failed to satisfy constraint: ${rule}`);
}

function validation(message: string): AwsError {
  return new AwsError(400, 'ValidationException', message);
}
