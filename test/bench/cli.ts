import { mkdirSync } from 'node:fs';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { runInterruptibly } from '../../local/interruption.ts';
import { openLog } from '../../local/log-file.ts';
import { orExit } from '../../local/or-exit.ts';
import { showProgress } from '../../local/show-progress.ts';
import { formatSection } from './format.ts';
import { PARTS } from './parts.ts';
import { isMet, type Section } from './section.ts';
import { PEER_NAMES, type PeerName } from './variants/peers.ts';

interface Options {
  rounds?: number;
  seed?: number;
  profile?: string;
  peer?: PeerName;
  json?: true;
}

const names = Object.keys(PARTS);
const program = new Command('bench')
  .description(
    'Measures the packaged functions against handlers as one would write them without this service, on local servers: ratios of ' +
      'processor time, over rounds in which all take their turns; the pace beside workers that ask again by themselves; and what ' +
      'functions ask of the ledger, however many requests wait. Exit status: 0 if all goals are met, 1 if one is not, or the run ' +
      'failed, 2 if an option is wrong, 130, 143 or 129 if it was ended by Ctrl-C, SIGTERM or SIGHUP.',
  )
  .addArgument(new Argument('[parts...]', 'what to measure; everything if left out').choices(names))
  .addOption(new Option('--rounds <number>', 'how often; each part has a number of its own').argParser(readNumber(4)))
  .addOption(
    new Option('--seed <number>', 'a seed to repeat pace by; a random one if left out').argParser(readNumber(10)),
  )
  .option(
    '--profile <folder>',
    'writes profiles of migrate into it, as .cpuprofile, and prints where the time of a message goes: of warm',
  )
  .addOption(
    new Option('--peer <name>', 'whom ours is compared with in warm: powertools by default').choices(PEER_NAMES),
  )
  .option('--json', 'print the result as JSON')
  .addHelpText('after', `\nParts:\n${names.map((name) => `  ${name.padEnd(8)}${PARTS[name]?.about}`).join('\n')}`)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { profile, json, ...asked } = program.opts<Options>();
if (profile !== undefined) orExit(() => mkdirSync(profile, { recursive: true }));
const [chosen = []] = program.processedArgs as [string[]?];
const progress = showProgress();
const log = orExit(() => openLog('bench'), 1);
await runInterruptibly(async (interruption) => {
  const sections: Section[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const shared = { progress: progress.say, log: log.write, interruption };
    sections.push(...(await part.measure({ ...shared, ...asked, ...(profile && { profile }) })));
  }
  report(sections);
}, progress.fail);
log.close();

function report(sections: readonly Section[]): void {
  const judged = sections.flatMap(({ rows }) => rows.map(isMet)).filter((met) => met !== undefined);
  const met = judged.filter((isIt) => isIt).length;
  const text = `${met} of ${judged.length} goals met; what the handlers logged is in ${log.file}`;
  if (met === judged.length) progress.succeed(text);
  else progress.fail(text);
  const tables = sections.map(formatSection).join('\n\n');
  process.stdout.write(json ? `${JSON.stringify({ sections }, null, 2)}\n` : `${tables}\n`);
  process.exitCode = met === judged.length ? 0 : 1;
}

/** @param digits at most */
function readNumber(digits: number): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d*$/.test(text) && text.length <= digits) return Number(text);
    throw new InvalidArgumentError(`expected a whole number, 1 or more, of at most ${digits} digits.`);
  };
}
