import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInterruptibly } from '../../local/interruption.ts';
import { openLog } from '../../local/log-file.ts';
import { orExit } from '../../local/or-exit.ts';
import { showProgress } from '../../local/show-progress.ts';

/** What a run is given by the command that it is started by. */
interface RunParts {
  seed: number;
  log: (line: string) => void;
  progress: (text: string) => void;
  interruption: AbortSignal;
}

/** One of the kinds of runs, as its command knows it. */
export interface ChaosCommand<Run, Summary extends { objections: readonly string[] }> {
  /** What is run, for the line at its end. */
  what: string;
  /** By default a random one. */
  seed: number | undefined;
  isJson: boolean;
  run: (parts: RunParts) => Promise<Run>;
  summarise: (run: Run) => Summary;
  format: (summary: Summary) => string;
}

/** Runs it, prints what it came to, and keeps all that the judge had if there are objections. */
export async function runCommand<Run, Summary extends { objections: readonly string[] }>(
  command: ChaosCommand<Run, Summary>,
): Promise<void> {
  const { what, seed = Math.floor(Math.random() * 2 ** 32), isJson, run, summarise, format } = command;
  const log = orExit(() => openLog('chaos'), 1);
  const progress = showProgress();
  await runInterruptibly(
    async (interruption) => {
      const done = await run({ seed, log: log.write, progress: progress.say, interruption });
      const summary = summarise(done);
      progress.succeed(`${what} with seed ${seed}; the functions' log is in ${log.file}`);
      process.stdout.write(isJson ? `${JSON.stringify(summary, null, 2)}\n` : format(summary));
      if (summary.objections.length > 0) {
        const file = join('.build', 'chaos-evidence.json');
        writeFileSync(file, JSON.stringify(done));
        process.stderr.write(`All that the judge had is in ${file}\n`);
        process.exitCode = 1;
      }
    },
    (message) => {
      progress.fail(message);
      process.stderr.write(`Seed ${seed}; the functions' log is in ${log.file}\n`);
    },
  );
  log.close();
}
