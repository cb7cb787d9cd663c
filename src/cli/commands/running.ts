import type { Command } from 'commander';
import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';

/** What a command does: `run` of a file that is loaded only then, with what commander gives, and the context before it. */
export interface Action<Given extends unknown[]> {
  /** The exit status, if it is not 0. */
  run: (context: Context, ...given: Given) => Promise<number | undefined>;
}

/** The action of a command: arguments and options come as commander read them. */
export function running<Given extends unknown[]>(load: () => Promise<Action<Given>>) {
  return async (...given: [...Given, Command]): Promise<void> => {
    const command = given.at(-1) as Command;
    const [{ run }, { contextOf }] = await Promise.all([load(), import('../context/context.ts')]);
    process.exitCode = (await run(contextOf(command), ...(given.slice(0, -1) as Given))) ?? EXIT.ok;
  };
}
