import type { Command } from 'commander';
import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';

/** What a command does: `run` of a file that is loaded only then, with what commander gives, and the context before it. */
export interface Action<Given extends unknown[]> {
  /** The exit status, if it is not 0. */
  run: (context: Context, ...given: Given) => Promise<number | undefined>;
}

/**
 * The action of a command: arguments come as commander read them, and options with those of the commands above it. Commander gives
 * an option that both `quarantine` and `quarantine clear` have to the first of them.
 */
export function running<Given extends unknown[]>(load: () => Promise<Action<Given>>) {
  return async (...given: [...Given, Command]): Promise<void> => {
    const command = given.at(-1) as Command;
    const args = [...given.slice(0, -2), command.optsWithGlobals()] as unknown as Given;
    const [{ run }, { contextOf }] = await Promise.all([load(), import('../context/context.ts')]);
    process.exitCode = (await run(contextOf(command), ...args)) ?? EXIT.ok;
  };
}
