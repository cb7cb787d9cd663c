import * as v from 'valibot';
import { toExactTime } from '../contract/time.ts';
import { roomForCall, type Settings } from '../migration/model/settings.ts';

/** What a handler reads from its environment, which the template sets. Times become milliseconds. */
export interface Config {
  tableName: string;
  busName: string;
  requestsQueueUrl: string;
  quarantineQueueUrl: string;
  serviceVersion: string;
  stage: string;
  settings: Settings;
}

/** Thrown at start: names every variable that is missing or wrong, and what it must be. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const filled = v.pipe(v.string('is not set'), v.nonEmpty('is empty'));
const url = v.pipe(v.string('is not set'), v.url('must be a URL'));

function whole(unit: string, least: number) {
  const message = `must be a whole number of ${unit}, ${least} or more`;
  return v.pipe(v.string('is not set'), v.regex(/^\d{1,9}$/, message), v.transform(Number), v.minValue(least, message));
}

const seconds = (least: number) =>
  v.pipe(
    whole('seconds', least),
    v.transform((value) => value * 1000),
  );

const time = v.pipe(v.string('is not set'), v.transform(toExactTime), v.string('must be an RFC 3339 time'));

const schema = v.object({
  TABLE_NAME: filled,
  BUS_NAME: filled,
  REQUESTS_QUEUE_URL: url,
  QUARANTINE_QUEUE_URL: url,
  SERVICE_VERSION: filled,
  STAGE: filled,
  FUNCTION_TIMEOUT_SECONDS: seconds(1),
  CALL_TIMEOUT_SECONDS: seconds(1),
  STALE_SECONDS: seconds(0),
  CLOCK_SKEW_SECONDS: seconds(0),
  SETTLE_SECONDS: seconds(1),
  POLL_INTERVAL_SECONDS: seconds(1),
  PUSH_LIMIT_SECONDS: seconds(1),
  TRANSITION_LIMIT_SECONDS: seconds(1),
  CIRCUIT_OPEN_SECONDS: seconds(1),
  CALLS_PER_MINUTE: whole('calls', 0),
  REATTEMPT_AFTER_SETTLE: whole('attempts', 0),
  MIN_REQUESTED_AT: time,
});

/** The variables that the code reads: what the template must set. */
export const VARIABLES = Object.keys(schema.entries);

/** Parses the environment once, at start. Throws ConfigError. */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const result = v.safeParse(schema, environment);
  if (!result.success) {
    const problems = result.issues.map((issue) => `${v.getDotPath(issue)} ${describe(issue)}`);
    throw wrong(problems.join('; '));
  }
  const parsed = result.output;
  const settings = toSettings(parsed);
  if (settings.functionTimeout <= roomForCall(settings)) {
    throw wrong('CALL_TIMEOUT_SECONDS must leave more than 10 s of FUNCTION_TIMEOUT_SECONDS');
  }
  return {
    tableName: parsed.TABLE_NAME,
    busName: parsed.BUS_NAME,
    requestsQueueUrl: parsed.REQUESTS_QUEUE_URL,
    quarantineQueueUrl: parsed.QUARANTINE_QUEUE_URL,
    serviceVersion: parsed.SERVICE_VERSION,
    stage: parsed.STAGE,
    settings,
  };
}

function toSettings(parsed: v.InferOutput<typeof schema>): Settings {
  return {
    functionTimeout: parsed.FUNCTION_TIMEOUT_SECONDS,
    callTimeout: parsed.CALL_TIMEOUT_SECONDS,
    stale: parsed.STALE_SECONDS,
    clockSkew: parsed.CLOCK_SKEW_SECONDS,
    settle: parsed.SETTLE_SECONDS,
    pollInterval: parsed.POLL_INTERVAL_SECONDS,
    pushLimit: parsed.PUSH_LIMIT_SECONDS,
    transitionLimit: parsed.TRANSITION_LIMIT_SECONDS,
    circuitOpen: parsed.CIRCUIT_OPEN_SECONDS,
    callsPerMinute: parsed.CALLS_PER_MINUTE,
    reattemptAfterSettle: parsed.REATTEMPT_AFTER_SETTLE,
    minRequestedAt: parsed.MIN_REQUESTED_AT,
  };
}

/** The template sets all of it: who meets this has changed a function by hand. */
function wrong(problems: string): ConfigError {
  return new ConfigError(`wrong environment: ${problems}. Set it by the parameters of serverless.yml and deploy`);
}

function describe(issue: v.BaseIssue<unknown>): string {
  return issue.type === 'object' ? 'is not set' : issue.message;
}
