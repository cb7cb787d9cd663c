import { type Command, CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { EXIT } from './exit-status.ts';
import { printable } from './output/printable.ts';

/** Runs what a command line says, and says on standard error what was wrong. Returns the exit status. */
export async function run(program: Command, argv: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const known =
      error instanceof CliError
        ? error
        : await (await import('./context/aws-errors.ts')).explain(error, program.opts());
    process.stderr.write(describe(known));
    return known.status;
  }
}

function describe({ message, where, todo }: CliError): string {
  const lines = [`error: ${message}`, ...(where ? [`   at: ${where}`] : []), ...(todo ? [`   do: ${todo}`] : [])];
  return `${lines.map(printable).join('\n')}\n`;
}
