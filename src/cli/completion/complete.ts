import { type Command, Help, type Option } from 'commander';

/** What may stand where the cursor is. */
export interface Completion {
  candidates: readonly Candidate[];
  /** A file of the user's too: only the shell knows them. */
  files: boolean;
}

export interface Candidate {
  text: string;
  about: string;
}

/** Where the words before the cursor have led. */
interface Place {
  command: Command;
  /** Arguments of the command that were given. */
  args: number;
  /** Whose value comes next. */
  pending?: Option | undefined;
  /** After `--`, or in `help`. */
  options: boolean;
  /** After `help`, names of commands alone. */
  helps: boolean;
}

const NAMES_FILE = /[<[](?:file|[^\]>]*\.json)[\]>]/;

/**
 * Completes the last of the words that follow `dxm`, which may be empty. All that it knows is commander's own definition of the
 * commands: their names, options and fixed choices; and that a file is meant by an argument or value that is called `file` or ends
 * in `.json`.
 */
export function complete(root: Command, words: readonly string[]): Completion {
  const current = words.at(-1) ?? '';
  const place: Place = { command: root, args: 0, options: true, helps: false };
  for (const word of words.slice(0, -1)) pass(place, word);
  const { candidates, files } = offered(place, current);
  return { candidates: candidates.filter(({ text }) => text.startsWith(current)), files };
}

function pass(place: Place, word: string): void {
  const { pending } = place;
  place.pending = undefined;
  if (pending && (pending.required || !word.startsWith('-'))) return;
  if (place.options && word === '--') place.options = false;
  else if (place.options && word.startsWith('-')) {
    const option = optionNamed(place.command, word);
    if (option?.required || option?.optional) place.pending = option;
  } else enter(place, word);
}

function enter(place: Place, word: string): void {
  const next = place.args === 0 ? place.command.commands.find((one) => one.name() === word) : undefined;
  if (next?.name() === 'help') Object.assign(place, { helps: true, options: false });
  else if (next) place.command = next;
  else place.args++;
}

function offered(place: Place, current: string): Completion {
  const { command, args, pending, options, helps } = place;
  if (pending?.required || (pending && !current.startsWith('-'))) return valuesOf(pending);
  if (options && current.startsWith('-')) return optionsAt(command, current);
  const commands =
    args === 0 ? visible(command).map((one) => ({ text: one.name(), about: one.summary() || one.description() })) : [];
  if (helps) return { candidates: commands.filter(({ text }) => text !== 'help'), files: false };
  const argument = command.registeredArguments[args];
  const values = (argument?.argChoices ?? []).map((text) => ({ text, about: argument?.description ?? '' }));
  return { candidates: [...commands, ...values], files: NAMES_FILE.test(`<${argument?.name() ?? ''}>`) };
}

function optionsAt(command: Command, current: string): Completion {
  const [, name] = /^(--[^=]+)=/.exec(current) ?? [];
  if (name === undefined) {
    const candidates = optionsOf(command).flatMap(({ long, description }) =>
      long ? [{ text: long, about: description }] : [],
    );
    return { candidates, files: false };
  }
  const option = optionNamed(command, name);
  if (!option) return { candidates: [], files: false };
  const { candidates, files } = valuesOf(option);
  return { candidates: candidates.map((one) => ({ ...one, text: `${name}=${one.text}` })), files };
}

function valuesOf(option: Option): Completion {
  const candidates = (option.argChoices ?? []).map((text) => ({ text, about: option.description }));
  return { candidates, files: NAMES_FILE.test(option.flags) };
}

function optionNamed(command: Command, name: string): Option | undefined {
  return optionsOf(command).find(({ long, short }) => name === long || name === short);
}

const visible = (command: Command) => new Help().visibleCommands(command);

/** Of a command, and of those above it, which it takes too. */
function optionsOf(command: Command): Option[] {
  const own = new Help().visibleOptions(command);
  const above = command.parent ? optionsOf(command.parent) : [];
  return [...own, ...above.filter(({ long }) => !own.some((one) => one.long === long) && long !== '--version')];
}
