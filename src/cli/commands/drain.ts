import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import { example } from './example.ts';
import { holding } from './holding.ts';
import { running } from './running.ts';

const ORDER = `
In this order
  dxm parents                     what is where, and where there is room
  dxm drain plan dxcon-old --to dxlag-new --groups groups.csv -o plan.json
                                  what moves, where and when; what stays, why,
                                  and what would help
  dxm drain show plan.json --line dxcon-…      one line of it
  dxm drain check plan.json       does it still hold? Before it is approved too
  dxm drain diff plan.json        what has changed since
  dxm parent safe-to-delete dxcon-old          when all is moved

How a plan is carried out
  dxm moves nothing, and no command carries out a plan yet. When it is approved,
  the order system sends its lines as ordinary requests: from and to as in
  dxm drain show plan.json --csv, and one wave at a time. The next wave is sent
  when each line of the one before was found well: dxm show LINE says HEALTHY.
  Nothing but the sender keeps to the window and to so many lines at a time.

All of these only read: credentials that can change nothing are enough.
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
      .argument('<plan.json>', 'what dxm drain plan has written')
      .option('--line <id>', 'all that it says of this line')
      .option('--csv', 'its lines, for a spreadsheet')
      .addHelpText('after', example('dxm drain show plan.json', 'dxm drain show plan.json --line dxcon-fg3456kl'))
      .action(running(() => import('../drain/show.ts')));
    drain
      .command('diff')
      .description('what has changed since a plan was made, or what another plan does otherwise')
      .argument('<plan.json>', 'what dxm drain plan has written')
      .argument('[other.json]', 'another plan; without it, what is there now')
      .addHelpText('after', example('dxm drain diff plan.json', 'dxm drain diff plan.json other.json'))
      .action(running(() => import('../drain/diff.ts')));
    drain
      .command('check')
      .description('does a plan still hold? If not, what is in its way')
      .argument('<plan.json>', 'what dxm drain plan has written')
      .addHelpText('after', example('dxm drain check plan.json'))
      .action(running(() => import('../drain/check.ts')));
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
    .option('--stale <seconds>', 'if this stage has another staleSeconds')
    .addHelpText('after', PLAN)
    .action(running(() => import('../drain/plan.ts')));
}
