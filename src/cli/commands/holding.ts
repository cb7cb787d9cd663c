import type { Command } from 'commander';

/** The command that holds others, such as `parent` of `parent close`; made by whoever needs it first. */
export function holding(dxm: Command, name: string, description: string, helpGroup: string): Command {
  const known = dxm.commands.find((command) => command.name() === name);
  return known ?? dxm.command(name).description(description).helpGroup(helpGroup);
}
