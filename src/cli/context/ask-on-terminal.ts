import { createInterface } from 'node:readline/promises';
import { CliError, UsageError } from '../cli-error.ts';
import type { Output } from '../output/output.ts';
import { wrapped } from '../output/wrapped.ts';

/**
 * Asks whoever sits at the terminal. Throws where the answer is no; without a terminal no one can be asked, so that `--yes` is
 * needed. Everything of it is on standard error: standard output is for the result.
 */
export async function askOnTerminal(what: readonly string[], out: Pick<Output, 'note'>): Promise<void> {
  for (const line of what)
    for (const part of wrapped(line, process.stderr.columns || Number.POSITIVE_INFINITY)) out.note(part);
  if (!process.stdin.isTTY) {
    throw new UsageError('there is no one to ask', { todo: 'look at what it would do, above, and say --yes' });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question('Do it? (y/N) ');
    if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('nothing was done');
  } catch (error) {
    // Ctrl-C leaves the cursor behind the question.
    if (error instanceof Error && error.name === 'AbortError') out.note('');
    throw error;
  } finally {
    terminal.close();
  }
}
