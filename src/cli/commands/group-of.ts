import type { Command } from 'commander';

/** The command that others stand under, such as `parent` of `parent open`: whichever is defined first makes it. */
export function groupOf(dxm: Command, name: string, description: string): Command {
  return dxm.commands.find((command) => command.name() === name) ?? dxm.command(name).description(description);
}
