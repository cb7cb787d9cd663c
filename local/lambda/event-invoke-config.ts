/** How long and how often Lambda tries an event of an asynchronous invocation. */
export interface EventInvokeConfig {
  /** An event that is older is lost. */
  readonly maximumEventAgeSeconds: number;
  /** How often a function that failed on an event gets it again; throttles do not count. */
  readonly maximumRetryAttempts: number;
}

/**
 * The defaults of Lambda, 6 hours and 2 ("How Lambda handles errors and retries with asynchronous invocation", Lambda
 * Developer Guide).
 */
export const DEFAULT_EVENT_INVOKE_CONFIG: EventInvokeConfig = {
  maximumEventAgeSeconds: 21_600,
  maximumRetryAttempts: 2,
};

const KNOWN = new Set([
  'DestinationConfig',
  'FunctionName',
  'MaximumEventAgeInSeconds',
  'MaximumRetryAttempts',
  'Qualifier',
]);

/**
 * Reads the resolved `Properties` of an AWS::Lambda::EventInvokeConfig; ranges are those of PutFunctionEventInvokeConfig
 * (Lambda API Reference). Destinations are not supported, nor is any version but `$LATEST`: the stack has no other.
 *
 * @throws Error naming the property
 */
export function readEventInvokeConfig(properties: Readonly<Record<string, unknown>>): EventInvokeConfig {
  const unknown = Object.keys(properties).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0)
    throw new Error(`AWS::Lambda::EventInvokeConfig: not supported locally: ${unknown.join(', ')}`);
  if (Object.keys(properties.DestinationConfig ?? {}).length > 0) {
    throw new Error('AWS::Lambda::EventInvokeConfig: DestinationConfig: destinations are not supported locally');
  }
  if (properties.Qualifier !== '$LATEST') {
    throw new Error(
      `AWS::Lambda::EventInvokeConfig: Qualifier: locally it must be $LATEST, not ${properties.Qualifier}`,
    );
  }
  const { maximumEventAgeSeconds, maximumRetryAttempts } = DEFAULT_EVENT_INVOKE_CONFIG;
  return {
    maximumEventAgeSeconds: readInteger(properties, 'MaximumEventAgeInSeconds', [60, 21_600], maximumEventAgeSeconds),
    maximumRetryAttempts: readInteger(properties, 'MaximumRetryAttempts', [0, 2], maximumRetryAttempts),
  };
}

/** CloudFormation takes numbers also as text. */
function readInteger(
  properties: Readonly<Record<string, unknown>>,
  name: string,
  [least, most]: readonly [number, number],
  otherwise: number,
): number {
  const value = properties[name];
  if (value === undefined) return otherwise;
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(
    `AWS::Lambda::EventInvokeConfig: ${name} is ${JSON.stringify(value)}; it must be an integer from ${least} to ${most}`,
  );
}
