/**
 * Which messages of a batch a function's answer reports as failed, under ReportBatchItemFailures ("Handling errors for
 * an SQS event source in Lambda", section "Success and failure conditions", Lambda Developer Guide).
 *
 * - An empty or null `batchItemFailures`, an empty or null answer: none failed.
 * - Invalid JSON, an `itemIdentifier` that is empty, null, under a bad key name or not in the batch: all failed.
 *
 * The page leaves open, and this assumes: an object without `batchItemFailures` is like a null list; JSON that is
 * no object, or a `batchItemFailures` that is no list, is an invalid answer.
 */
export function failedMessageIds(payload: string, batch: ReadonlySet<string>): ReadonlySet<string> {
  const failures = readFailures(payload);
  const known = (item: unknown) => {
    const id = (item as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    return typeof id === 'string' && batch.has(id) ? id : undefined;
  };
  const ids = failures?.map(known);
  if (ids === undefined || ids.includes(undefined)) return batch;
  return new Set(ids.filter((id) => id !== undefined));
}

/** The reported list, or `undefined` for an invalid answer. */
function readFailures(payload: string): unknown[] | undefined {
  if (payload === '') return [];
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (answer === null) return [];
  if (typeof answer !== 'object' || Array.isArray(answer)) return undefined;
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  return Array.isArray(failures) ? failures : undefined;
}
