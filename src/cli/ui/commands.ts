import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { CliError, UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { type CommandName, commandLine } from './command-names.ts';
import { recorded } from './recorded.ts';

/** How the page runs a command: the same function as the command line, with what that would have read. */
interface Runs {
  load: () => Promise<{ run: (context: Context, ...given: never[]) => Promise<unknown> }>;
  /** How many arguments it takes; what is not given is undefined. */
  takes: number;
  options?: ParseArgsOptionsConfig;
  /** What an option is that is not given. */
  defaults?: Record<string, unknown>;
  /** It must not wait: it asks nothing. */
  atOnce?: true;
}

const LIST = { type: 'string', multiple: true } as const;
const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;

const RUNS: Record<CommandName, Runs> = {
  'drain stop': { load: () => import('../drain/run/stop.ts'), takes: 1, atOnce: true },
  'drain resume': { load: () => import('../drain/run/resume.ts'), takes: 1, options: { stop: LIST } },
  'drain promote': { load: () => import('../drain/run/promote.ts'), takes: 2 },
  'drain announce': { load: () => import('../drain/run/announce.ts'), takes: 1, options: { digest: TEXT } },
  'drain start': {
    load: () => import('../drain/run/start.ts'),
    takes: 1,
    // What is waived is said on the command line.
    options: { digest: TEXT },
    defaults: { waive: [] },
  },
  'drain take': { load: () => import('../drain/run/take.ts'), takes: 1 },
  'drain retry': { load: () => import('../drain/run/retry.ts'), takes: 2 },
  'drain set-aside': { load: () => import('../drain/run/set-aside.ts'), takes: 2 },
  'drain rollback': {
    load: () => import('../drain/run/rollback.ts'),
    takes: 1,
    options: { line: LIST, wave: TEXT, unhealthy: FLAG, all: FLAG },
  },
  'drain complete': { load: () => import('../drain/run/complete.ts'), takes: 1 },
  'drain abort': { load: () => import('../drain/run/abort.ts'), takes: 1 },
  resolve: { load: () => import('../operate/resolve.ts'), takes: 2 },
  pause: { load: () => import('../operate/pause.ts'), takes: 0 },
  resume: { load: () => import('../operate/resume.ts'), takes: 0 },
  cordon: { load: () => import('../operate/cordon.ts'), takes: 1 },
  uncordon: { load: () => import('../operate/uncordon.ts'), takes: 1 },
  unfreeze: { load: () => import('../operate/unfreeze.ts'), takes: 1 },
  'parent close': { load: () => import('../operate/close-parent.ts'), takes: 1 },
  'parent open': { load: () => import('../operate/open-parent.ts'), takes: 1 },
  'group release': { load: () => import('../operate/release-group.ts'), takes: 2 },
};

/** What a person has seen of a command before it was carried out. */
class Asked extends Error {
  readonly what: readonly string[];

  constructor(what: readonly string[]) {
    super('asked');
    this.what = what;
  }
}

/**
 * What a command would do, in the words of the question that it asks on a terminal. It changes nothing.
 *
 * @throws CliError if it would be refused, as far as that is known before
 */
export async function intentionOf(context: Context, words: readonly string[]): Promise<string[]> {
  const { runs, given } = read(words);
  if (runs.atOnce) throw new UsageError('this is done at once, without a question');
  const { run } = await runs.load();
  const ask = async (what: readonly string[]) => {
    throw new Asked(what);
  };
  try {
    await run(recorded({ ...context, ask }).context, ...(given({ by: '', why: '' }) as never[]));
  } catch (error) {
    if (error instanceof Asked) return [...error.what];
    throw error;
  }
  throw new Error('a command of the page has asked nothing');
}

/** Has a command carried out that its person has seen, and says what it came to. @throws CliError if it is declined */
export async function carryOut(
  context: Context,
  words: readonly string[],
  decided: { by: string; why: string },
): Promise<string[]> {
  const { runs, given } = read(words);
  const { run } = await runs.load();
  const record = recorded(context);
  await run(record.context, ...(given({ ...decided, yes: true }) as never[]));
  return [...record.notes, ...record.lines];
}

/** @throws UsageError if the page has no such command, or it takes other arguments or options */
function read(words: readonly string[]): { runs: Runs; given: (more: object) => unknown[] } {
  const line = commandLine(words);
  if (!line) throw new UsageError('the page has no such command', { todo: 'use dxm in a terminal' });
  const runs = RUNS[line.name];
  const { positionals, values } = parsed(line.rest, runs);
  if (positionals.length > runs.takes) throw new UsageError(`${line.name} takes no more than ${runs.takes} arguments`);
  const args = Array.from({ length: runs.takes }, (_, at) => positionals[at]);
  return { runs, given: (more) => [...args, { ...runs.defaults, ...values, ...more }] };
}

function parsed(args: string[], { options = {} }: Runs) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch {
    throw new CliError('this command has no such option here', { todo: 'use dxm in a terminal' });
  }
}
