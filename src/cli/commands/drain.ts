import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import { PLAN_IT, RUN_COMMANDS } from './drain-run.ts';
import { example } from './example.ts';
import { holding } from './holding.ts';
import { running } from './running.ts';

const ORDER = `
In this order
  dxm drain plan, submit, approve      weeks before, by two people
  dxm drain announce, rehearse         customers are told 14 days before
  dxm drain start, watch, promote      the night: promote after the canary
  dxm drain complete, then dxm parent safe-to-delete SOURCE
`;

/** Drains: many lines, one night. */
export const DRAIN_COMMANDS: readonly ((dxm: Command) => void)[] = [
  (dxm) => {
    const drain = holding(dxm, 'drain');
    drain.addHelpText('after', ORDER);
    plan(drain);
    drain
      .command('show')
      .description('a plan, or one line of it')
      .helpGroup(PLAN_IT)
      .argument('<plan.json>', 'what dxm drain plan has written, or the id of a drain')
      .option('--line <id>', 'all that it says of this line')
      .option('--csv', 'its lines, for a spreadsheet')
      .addHelpText('after', example('dxm drain show plan.json', 'dxm drain show plan.json --line dxcon-fg3456kl'))
      .action(running(() => import('../drain/show.ts')));
    drain
      .command('diff')
      .summary('what has changed since it was made')
      .description('what has changed since a plan was made, or what another plan does otherwise')
      .helpGroup(PLAN_IT)
      .argument('<plan.json>', 'what dxm drain plan has written, or the id of a drain')
      .argument('[other.json]', 'another plan; without it, what is there now')
      .addHelpText('after', example('dxm drain diff plan.json', 'dxm drain diff plan.json other.json'))
      .action(running(() => import('../drain/diff.ts')));
    drain
      .command('check')
      .summary('does it still hold?')
      .description('does a plan still hold? If not, what is in its way')
      .helpGroup(PLAN_IT)
      .argument('<plan.json>', 'what dxm drain plan has written, or the id of a drain')
      .addHelpText('after', example('dxm drain check plan.json'))
      .action(running(() => import('../drain/check.ts')));
    for (const define of RUN_COMMANDS) define(drain);
  },
];

const PLAN = `
The groups file is CSV: connectionId, group, customer, contact, exempt. Lines of
one group are never down together. What cannot move is shown with why and what
would help; then the exit status is 3.
Times: 22:00, "2026-12-24 22:00", 2026-12-24T21:00:00Z, or 15d from now on.

Examples
  dxm drain plan dxcon-fg5678gh --to dxlag-fg1234ab
  dxm drain plan dxcon-fg5678gh --to dxlag-fg1234ab,dxcon-fg9012ij \\
    --groups groups.csv --window-from "2026-12-24 22:00" --window-to 8h \\
    --pin dxcon-fg3456kl=dxcon-fg9012ij -o plan.json
`;

/** What may be said more than once. */
const each = (value: string, before: string[] = []) => [...before, value];

function plan(drain: Command): void {
  drain
    .command('plan')
    .description('plan how to empty an interconnect or LAG')
    .helpGroup(PLAN_IT)
    .argument('<source>', 'the interconnect or LAG to empty')
    .addOption(
      new Option('--to <ids>', 'where its lines may go: ids, separated by commas')
        .argParser(each)
        .makeOptionMandatory(),
    )
    .option('--groups <file>', 'CSV: which lines must not be down together, and whose they are')
    .option('--tenants <file>', "the stage's infra/tenants.json: who may order what?")
    .addOption(new Option('--pin <line=target>', 'where this line is to go; again for another').argParser(each))
    .option('--window-from <time>', 'when moving may begin; without it, as soon as the notice allows')
    .option('--window-to <time>', 'when all must be done: a time, or how long, such as 8h (the default)')
    .option('--notice <while>', 'how long before customers are told', '14d')
    .option('-o, --output <file>', 'where to write the plan')
    .option('--force', 'replace that file if it is there')
    .option('--id <name>', "the drain's id; without it, the source and the day")
    .option('--ticket <id>', 'the change ticket')
    .addOption(
      new Option('--last-leg <line=why>', 'move this line though the other of its group is not well').argParser(each),
    )
    .addOption(new Option('--by <name>', 'by whose word').env('DXM_BY').default(userInfo().username, 'you'))
    .option('--max-moving <n>', 'lines on their way at a time')
    .option('--max-soaking <n>', 'lines at a time that are not yet found well')
    .option('--capacity-factor <n>', "how much of a target's bandwidth its lines may have together")
    .option('--spare-link', 'do not count on one link of each LAG')
    .option('--other-locations', 'lines may go to another location')
    .addOption(new Option('--redundancy <rule>', 'which lines belong together').choices(['owner', 'named']))
    .option('--leftovers-of <drain>', 'only what this drain has not moved')
    .option('--stale <seconds>', 'if this stage has another staleSeconds')
    .addHelpText('after', PLAN)
    .action(running(() => import('../drain/plan.ts')));
}
