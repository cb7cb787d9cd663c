import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { FUNCTION_SETTINGS } from '../../settings/function-settings.ts';
import type { Context } from './context.ts';

/** By what the service judges what it observes, in milliseconds. */
export interface Timing {
  staleMs: number;
  clockSkewMs: number;
  effectTimeoutMs: number;
}

/** As the stage was deployed: a function's own settings. @throws Error if they cannot be read */
export async function timingOf({ aws, stage }: Pick<Context, 'aws' | 'stage'>): Promise<Timing> {
  const FunctionName = stage.function('resolve');
  const { Environment } = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const milliseconds = (name: 'staleSeconds' | 'clockSkewSeconds' | 'effectTimeoutSeconds') => {
    const { variable } = FUNCTION_SETTINGS[name];
    const value = Number(Environment?.Variables?.[variable] ?? Number.NaN);
    if (Number.isNaN(value)) throw new Error(`${FunctionName} has no ${variable}`);
    return value * 1000;
  };
  return {
    staleMs: milliseconds('staleSeconds'),
    clockSkewMs: milliseconds('clockSkewSeconds'),
    effectTimeoutMs: milliseconds('effectTimeoutSeconds'),
  };
}
