/** An event source mapping as far as it runs locally, with AWS's defaults filled in. */
export interface MappingSettings {
  readonly enabled: boolean;
  /** Messages per invocation, 1 to 10. */
  readonly batchSize: number;
  readonly maximumConcurrency: number;
  readonly reportBatchItemFailures: boolean;
}

/** What CloudFormation would reject, or what the local stack cannot do; never ignored, because it would run differently. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

/**
 * Without a maximum, Lambda starts with five batches at once and adds more as the queue grows ("Configuring scaling
 * behavior for SQS event source mappings", Lambda Developer Guide); here it stays at five.
 */
const INITIAL_CONCURRENCY = 5;

const KNOWN = new Set([
  'BatchSize',
  'Enabled',
  'EventSourceArn',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'ScalingConfig',
  'Tags',
]);

/**
 * Reads the resolved `Properties` of an AWS::Lambda::EventSourceMapping for SQS. Ranges and defaults are those of
 * "Lambda parameters for Amazon SQS event source mappings" (Lambda Developer Guide) and of CreateEventSourceMapping
 * (Lambda API Reference): BatchSize 10, above that only with a batching window, which is not supported here;
 * MaximumConcurrency 2 to 1000.
 *
 * @throws MappingError
 */
export function readMappingSettings(properties: Readonly<Record<string, unknown>>): MappingSettings {
  const unknown = Object.keys(properties).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0)
    throw new MappingError(`Not supported by the local event source mapping: ${unknown.join(', ')}.`);
  const window = properties.MaximumBatchingWindowInSeconds ?? 0;
  if (Number(window) !== 0) {
    throw new MappingError(`MaximumBatchingWindowInSeconds ${window} is not supported locally; leave it out.`);
  }
  return {
    enabled: readEnabled(properties.Enabled),
    batchSize: readInteger('BatchSize', properties.BatchSize ?? 10, 1, 10),
    maximumConcurrency: readConcurrency(properties.ScalingConfig),
    reportBatchItemFailures: readResponseTypes(properties.FunctionResponseTypes),
  };
}

function readConcurrency(scaling: unknown): number {
  const value = (scaling as { MaximumConcurrency?: unknown } | undefined)?.MaximumConcurrency;
  if (value === undefined) return INITIAL_CONCURRENCY;
  return readInteger('ScalingConfig.MaximumConcurrency', value, 2, 1000);
}

function readResponseTypes(types: unknown): boolean {
  const list = types ?? [];
  if (!Array.isArray(list) || list.some((type) => type !== 'ReportBatchItemFailures')) {
    throw new MappingError(
      `FunctionResponseTypes is ${JSON.stringify(types)}; SQS knows ["ReportBatchItemFailures"] only.`,
    );
  }
  return list.length > 0;
}

/** CloudFormation takes booleans and numbers also as text. */
function readEnabled(value: unknown): boolean {
  if (value === undefined || String(value) === 'true') return true;
  if (String(value) === 'false') return false;
  throw new MappingError(`Enabled is ${JSON.stringify(value)}; it must be true or false.`);
}

function readInteger(name: string, value: unknown, minimum: number, maximum: number): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= minimum && number <= maximum) return number;
  throw new MappingError(`${name} is ${JSON.stringify(value)}; it must be an integer from ${minimum} to ${maximum}.`);
}
