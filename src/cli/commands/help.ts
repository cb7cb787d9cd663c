import { type Command, Help, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../cli-error.ts';
import { didYouMean, nearest } from '../words/near.ts';
import { OTHER } from './help-groups.ts';

/** What a terminal has at least: wider, texts are no easier to read; narrower, they are broken there. */
const WIDTH = 80;
const width = (stream: NodeJS.WriteStream) => Math.min(stream.columns || WIDTH, WIDTH);

/** Shown on one line of `dxm --help`, with what takes them back. */
const UNDONE_BY: Readonly<Record<string, string>> = { pause: 'resume', cordon: 'uncordon', freeze: 'unfreeze' };

const OUTPUT = {
  getOutHelpWidth: () => width(process.stdout),
  getErrHelpWidth: () => width(process.stderr),
  // Commander ends a line with a space where a choice's near name begins the next.
  outputError: (text: string, write: (text: string) => void) => write(text.replace(/ +$/gm, '')),
};

const undoes = (command: Command) => Object.values(UNDONE_BY).includes(command.name());

/** Makes help and errors of all commands alike. When all of them are defined. */
export function finish(dxm: Command): void {
  addHelpCommand(dxm);
  dxm.configureHelp({ ...SHAPE, formatHelp: formatOverview });
  for (const command of allOf(dxm)) {
    command
      .exitOverride()
      .configureOutput(OUTPUT)
      .helpOption('-h, --help', 'this help')
      .allowExcessArguments()
      .showSuggestionAfterError()
      .showHelpAfterError(`   do: ${pathOf(command)} --help`);
    if (command.commands.length > 0) command.helpCommand(false);
    for (const part of [...command.options, ...command.registeredArguments])
      if (part.argChoices) part.argParser(parserOf(part.argChoices, part.defaultValue));
  }
  for (const command of allOf(dxm)) if (command !== dxm) finishHelpOf(command, dxm);
  dxm.addHelpOption(new Option('-h, --help', 'this help').hideHelp());
  dxm.hook('preAction', (_dxm, command) => refuseFurther(command));
}

function finishHelpOf(command: Command, dxm: Command): void {
  const everywhere = new Help()
    .visibleOptions(dxm)
    .flatMap(({ long }) => (long && !['--help', '--version'].includes(long) ? [long] : []));
  const hasMany = command.commands.length > MANY;
  if (hasMany) command.addHelpOption(new Option('-h, --help', 'this help').hideHelp());
  command
    .configureHelp(hasMany ? { ...SHAPE, formatHelp: formatCompact } : SHAPE)
    .addHelpText('after', () => `Also ${everywhere.slice(0, -1).join(', ')} and ${everywhere.at(-1)}: see dxm --help.`);
}

function allOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allOf)];
}

export function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

const SHAPE: Partial<Help> = {
  minWidthToWrap: 20,
  commandUsage: (command) => `${pathOf(command)} ${command.usage()}`,
  // That there are options, their own help says.
  subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(term)].join(' '),
  optionDescription: (option) => `${new Help().optionDescription(option)}${isNeeded(option) ? ' (needed)' : ''}`,
  styleTitle: (title) => `\u001b[1m${title}\u001b[22m`,
};

const isNeeded = ({ mandatory, defaultValue }: Option) => mandatory && defaultValue === undefined;

function term(argument: Command['registeredArguments'][number]): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** Commands below one that are more than this are shown as on an overview. */
const MANY = 10;

/** Groups without lines between them: on one screen. */
function formatCompact(command: Command, helper: Help): string {
  const compact: Help = Object.assign(new Help(), helper, {
    formatItemList: (head: string, items: string[]) => (items.length > 0 ? [compact.styleTitle(head), ...items] : []),
  });
  return `${Help.prototype.formatHelp.call(compact, command, compact)}\n`;
}

/** All commands on one screen, by their names alone. */
function formatOverview(dxm: Command, helper: Help): string {
  const overview: Help = Object.assign(new Help(), helper, {
    visibleCommands: (command: Command) => new Help().visibleCommands(command).filter((one) => !undoes(one)),
    subcommandTerm: (command: Command) => {
      const undo = UNDONE_BY[command.name()];
      return undo === undefined ? command.name() : `${command.name()}, ${undo}`;
    },
  });
  return formatCompact(dxm, overview);
}

/** `help`, also of commands of commands, which commander's own does not show. */
function addHelpCommand(dxm: Command): void {
  dxm
    .command('help')
    .description('a command, its options and examples')
    .argument('[command...]', 'such as drain plan')
    .helpGroup(OTHER)
    .action((names: string[]) => names.reduce(named, dxm).outputHelp());
}

function named(above: Command, name: string): Command {
  const found = above.commands.find((one) => one.name() === name);
  if (found) return found;
  const known = new Help().visibleCommands(above).map((one) => one.name());
  throw new UsageError(`unknown command '${name}'`, {
    todo: didYouMean(name, known) ?? `${pathOf(above)} --help lists all`,
  });
}

/** Of a part whose default is a list, each that is said is meant. */
function parserOf(choices: readonly string[], defaultValue: unknown) {
  const one = oneOf(choices);
  return Array.isArray(defaultValue)
    ? (given: string, before: unknown) => [...(before as string[]), one(given)]
    : (given: string) => one(given);
}

/** A fixed choice, however its letters are written. */
function oneOf(choices: readonly string[]) {
  return (given: string): string => {
    const found = choices.find((one) => one.toLowerCase() === given.toLowerCase());
    if (found !== undefined) return found;
    const near = nearest(
      given.toLowerCase(),
      choices.map((one) => one.toLowerCase()),
    );
    const meant = choices.find((one) => one.toLowerCase() === near);
    const all = `There are ${choices.join(', ')}.`;
    throw new InvalidArgumentError(meant === undefined ? all : `\n(Did you mean ${meant}? ${all})`);
  };
}

/** Of a command that has others below it, a first argument too may be one of them, misspelt. */
function refuseFurther(command: Command): void {
  const { args, registeredArguments } = command;
  const most = registeredArguments.at(-1)?.variadic ? Number.POSITIVE_INFINITY : registeredArguments.length;
  if (args.length <= most) return;
  const meant = nearest(
    args[0] ?? '',
    command.commands.map((one) => one.name()),
  );
  throw new UsageError(`too many arguments: ${args.slice(most).join(' ')}`, {
    todo: meant === undefined ? `${pathOf(command)} --help` : `did you mean ${pathOf(command)} ${meant}?`,
  });
}
