import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Context } from '../context/context.ts';
import { isDenied } from './page-error.ts';

/** The functions that carry out what the page has done. */
const PARTS = ['control', 'resolve', 'drain'] as const;

/** Which of the functions these credentials may invoke. */
export type Rights = Record<(typeof PARTS)[number], boolean>;

/**
 * Asks Lambda for each whether the credentials may, and invokes none. "DryRun: Validate parameter values and verify that the user or role
 * has permission to invoke the function" (Invoke, Lambda API Reference). What cannot be found out is not said to be forbidden.
 */
export async function rightsOf({ aws, stage }: Pick<Context, 'aws' | 'stage'>): Promise<Rights> {
  const may = async (part: string) => {
    const question = new InvokeCommand({ FunctionName: stage.function(part), InvocationType: 'DryRun' });
    return aws.lambda.send(question).then(
      () => true,
      (error: unknown) => !isDenied(error),
    );
  };
  const [control, resolve, drain] = await Promise.all(PARTS.map(may));
  return { control: control === true, resolve: resolve === true, drain: drain === true };
}
