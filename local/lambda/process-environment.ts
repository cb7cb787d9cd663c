import { NO_PROFILE } from '../ignore-aws-settings.ts';
import type { FunctionSettings } from './function-settings.ts';

/** What differs from one execution environment of a function to the next. */
export interface EnvironmentIdentity {
  /** Host and port of this environment's Runtime API. */
  readonly runtimeApi: string;
  readonly logStreamName: string;
}

/**
 * All environment variables of a function's process: those that Lambda defines and the function's own, nothing of the
 * parent's ("Using Lambda environment variables", section on defined runtime environment variables, Lambda Developer
 * Guide). The function may replace the unreserved ones: TZ, LANG, PATH. On AWS there is no profile; here there may be one
 * in the home folder, which is found without a variable.
 */
export function processEnvironment(settings: FunctionSettings, identity: EnvironmentIdentity): Record<string, string> {
  const unreserved = { TZ: ':UTC', LANG: 'en_US.UTF-8', PATH: '/usr/local/bin:/usr/bin:/bin:/opt/bin' };
  return { ...unreserved, ...NO_PROFILE, ...settings.environment, ...reservedVariables(settings, identity) };
}

/**
 * @throws Error if the function sets variables that Lambda reserves; CreateFunction rejects it with
 * InvalidParameterValueException.
 */
export function refuseReservedVariables(settings: FunctionSettings): void {
  const reserved = reservedVariables(settings, { runtimeApi: '', logStreamName: '' });
  const taken = Object.keys(settings.environment).filter((name) => name in reserved || ALSO_RESERVED.has(name));
  if (taken.length === 0) return;
  throw new Error(
    `Function ${settings.functionName} sets environment variables that Lambda reserves: ${taken.join(', ')}. Remove them.`,
  );
}

const ALSO_RESERVED = new Set(['_X_AMZN_TRACE_ID', 'AWS_ACCESS_KEY', 'AWS_SESSION_TOKEN']);

function reservedVariables(settings: FunctionSettings, identity: EnvironmentIdentity): Record<string, string> {
  const { credentials } = settings;
  return {
    _HANDLER: settings.handler,
    AWS_REGION: settings.region,
    AWS_DEFAULT_REGION: settings.region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: identity.logStreamName,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_LAMBDA_RUNTIME_API: identity.runtimeApi,
    LAMBDA_TASK_ROOT: settings.codeDir,
    LAMBDA_RUNTIME_DIR: import.meta.dirname,
  };
}
