import { InvokeCommand } from '@aws-sdk/client-lambda';
import { CliError } from '../cli-error.ts';
import type { Context } from './context.ts';

/** Asks one of the service's functions to carry out a command: the only way in which dxm changes anything. */
export async function ask<Answer>(
  { aws, stage }: Context,
  part: 'control' | 'resolve',
  command: object,
): Promise<Answer> {
  const { FunctionError, Payload } = await aws.lambda.send(
    new InvokeCommand({ FunctionName: stage.function(part), Payload: Buffer.from(JSON.stringify(command)) }),
  );
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
  if (FunctionError !== undefined) {
    throw new CliError(`the function ${part} failed: ${answer?.errorMessage ?? FunctionError}`, {
      todo: 'whether it did anything is not known: look with dxm status before you repeat it',
    });
  }
  if (answer?.result === 'declined') throw new CliError(`declined: ${answer.why}`);
  return answer;
}
