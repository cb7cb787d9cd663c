import { type Command, CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { EXIT } from './exit-status.ts';
import { INTERRUPTED, sayInstead } from './interruption.ts';
import { printable } from './output/printable.ts';

/** Runs what a command line says, and says on standard error what was wrong. Returns the exit status. */
export async function run(program: Command, argv: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const known = error instanceof CliError ? error : await explained(error, program);
    if (known.status === EXIT.interrupted) sayInstead(INTERRUPTED);
    else process.stderr.write(describe(known));
    return known.status;
  }
}

async function explained(error: unknown, program: Command): Promise<CliError> {
  const { explain } = await import('./context/aws-errors.ts');
  return explain(error, program.opts());
}

function describe({ message, where, because, todo }: CliError): string {
  const lines = [
    `error: ${message}`,
    ...because.map((reason) => `   since: ${reason}`),
    ...(where ? [`   at: ${where}`] : []),
    ...(todo ? [`   do: ${todo}`] : []),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}
