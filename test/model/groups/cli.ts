import { Command } from 'commander';
import { showProgress } from '../../../local/show-progress.ts';
import { search } from './search.ts';
import { planOf, WORLD_NAMES } from './worlds.ts';

new Command('model')
  .description(
    'Goes through every state that small worlds of redundancy groups can come to: no two lines of an owner that do not go together ' +
      'may be down at a time, and a quiet end must be reachable from each state. Exit status: 0 if so, 1 if not.',
  )
  .parse();

const progress = showProgress();
const reports: string[] = [];
for (const name of WORLD_NAMES) {
  const { states, steps, fault } = search(planOf(name, 'large'), undefined, (count) =>
    progress.say(`${name}: ${count} states`),
  );
  reports.push(`${name}: ${states} states, ${steps} steps`);
  if (!fault) continue;
  process.exitCode = 1;
  reports.push(fault.what, ...fault.path.map((step) => `  ${step}`));
}
if (process.exitCode === 1) progress.fail('an invariant is broken');
else progress.succeed(`${WORLD_NAMES.length} worlds, every state of them`);
process.stdout.write(`${reports.join('\n')}\n`);
