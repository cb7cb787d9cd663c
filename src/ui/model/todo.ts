import { commandLine } from '../../cli/ui/command-names.ts';
import type { Route } from './route.ts';

/** What the page makes of a command that `dxm` names: a view that shows the same, a command of its own, or a text to be copied. */
export type Todo =
  | { kind: 'view'; text: string; route: Route }
  | { kind: 'command'; text: string; words: string[] }
  | { kind: 'text'; text: string };

/** The reason is asked for before a command is carried out. */
const WHY = / --why "…"/;

/** @param todo as `dxm` shows it: `dxm drain promote fra-2026-12 --why "…"` */
export function todoOf(todo: string): Todo {
  const text = todo.replace(WHY, '');
  const [program, ...words] = text.split(' ');
  if (program !== 'dxm') return { kind: 'text', text };
  const route = viewOf(words.join(' '));
  if (route) return { kind: 'view', text, route };
  return commandLine(words) ? { kind: 'command', text, words } : { kind: 'text', text: todo };
}

/** What only looks, and where the page shows the same. Of a held request, that is what there is to see; a verdict is a command. */
const LOOKS: readonly (readonly [command: RegExp, view: Route['view']])[] = [
  [/^show (\S+)(?: --logs)?$/, 'line'],
  [/^resolve (\S+)$/, 'line'],
  [/^parents$/, 'ports'],
  [/^requests --waiting() (\S+)$/, 'attention'],
  [/^drain (?:status|watch) (\S+)$/, 'run'],
  [/^drain lines (\S+)(?: --state (\S+))?$/, 'run'],
  [/^drain show (\S+)$/, 'plan'],
];

function viewOf(command: string): Route | undefined {
  for (const [pattern, view] of LOOKS) {
    const [whole, id, more] = pattern.exec(command) ?? [];
    if (whole !== undefined) return { view, ...(id ? { id } : {}), ...(more ? { more } : {}) };
  }
  return undefined;
}

/** Which of the service's functions carries a command out. */
export function partOf(words: readonly string[]): 'drain' | 'resolve' | 'control' {
  const [first] = words;
  return first === 'drain' || first === 'resolve' ? first : 'control';
}
