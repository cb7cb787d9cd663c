import type { Command } from 'commander';
import { DECIDE, PORTS } from './help-groups.ts';

const HOLDERS = {
  parent: {
    summary: 'one of them: close, open, safe-to-delete',
    about: 'One interconnect or LAG: stop calls from and to it, and whether it may be deleted.',
    group: PORTS,
  },
  drain: {
    summary: 'empty one: plan, submit, approve, announce, start, watch, …',
    about: 'Empties an interconnect or LAG, many lines in one night, and stops in a second.',
    group: PORTS,
  },
  group: {
    summary: 'lines of one owner: release one that others wait for',
    about: 'The lines of one owner, of which only one may be down at a time.',
    group: DECIDE,
  },
} as const;

/** The command that holds others, such as `parent` of `parent close`; made by whoever needs it first. */
export function holding(dxm: Command, name: keyof typeof HOLDERS): Command {
  const known = dxm.commands.find((command) => command.name() === name);
  const { summary, about, group } = HOLDERS[name];
  return known ?? dxm.command(name).summary(summary).description(about).helpGroup(group);
}
