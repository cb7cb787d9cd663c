import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { TestStack } from '../../support/stack.ts';
import { onTerminal } from '../../support/terminal.ts';
import { shellOf } from '../docs/operator.ts';
import type { Environment } from '../docs/run-example.ts';

const QUESTION = 'Do it? (y/N) ';

/** Wide enough that no text is broken. */
const COLUMNS = 400;

/** Runs a block on a terminal, in a folder, as someone would who reads each question and says yes. Gives what was on the screen. */
export async function atTerminal(
  stack: TestStack,
  block: string,
  { folder, ...variables }: Environment & { folder: string },
): Promise<{ status: number; output: string }> {
  const { text, environment } = shellOf(stack, `cd '${folder}'\n${block}`);
  const given = Object.entries({ ...environment, ...variables }).map(([name, value]) => `${name}=${value}`);
  const terminal = onTerminal(['env', ...given, 'bash', '-e', '-o', 'pipefail', '-c', text], COLUMNS);
  let status: number | undefined;
  const ended = terminal.ended().then((end) => {
    status = end.status;
  });
  const asked = () => terminal.output().split(QUESTION).length - 1;
  for (let answered = 0; status === undefined; ) {
    await eventually(() => expect(status !== undefined || asked() > answered).toBe(true));
    if (asked() <= answered) continue;
    terminal.type('y\n');
    answered++;
  }
  await ended;
  return { status: status ?? -1, output: terminal.output() };
}
