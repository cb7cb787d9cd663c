/** What the page may have done, as `dxm` calls it. What reads files, empties queues or approves a plan is for the terminal alone. */
export const COMMAND_NAMES = [
  'drain stop',
  'drain resume',
  'drain promote',
  'drain announce',
  'drain start',
  'drain take',
  'drain retry',
  'drain set-aside',
  'drain rollback',
  'drain complete',
  'drain abort',
  'resolve',
  'pause',
  'resume',
  'cordon',
  'uncordon',
  'unfreeze',
  'parent close',
  'parent open',
  'group release',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

/** A command line as `dxm` takes it, without `dxm`: its words, and which of its commands that is. */
export interface CommandLine {
  name: CommandName;
  /** What follows the name: arguments and options. */
  rest: string[];
}

/** Undefined where the page has no such command. @param words what follows `dxm` */
export function commandLine(words: readonly string[]): CommandLine | undefined {
  const name = COMMAND_NAMES.find((one) => one.split(' ').every((word, at) => words[at] === word));
  return name && { name, rest: words.slice(name.split(' ').length) };
}
