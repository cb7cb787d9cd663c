import { type Command, InvalidArgumentError, Option } from 'commander';
import { STATES } from '../words/states.ts';
import { CAUSES } from '../words/waits.ts';
import { LOOK } from './help-groups.ts';
import { running } from './running.ts';

/** A year: CloudWatch Logs keeps them as long as the stack says, and this many milliseconds are still a number. */
const MOST_MINUTES = 366 * 24 * 60;

const STATUS_HELP = `
The most urgent comes first, each with the command for it. Exit status 3 if
anything needs a person, 1 if not all could be read.

Look at the alarms too, for what no ledger and no queue shows: a function that
fails, a consumer that is behind, a line that others have moved away.
`;

const REQUESTS_HELP = `
Examples
  dxm requests --held                 what a person has to decide
  dxm requests --waiting group        what waits for another line of its owner
  dxm requests --connection dxcon-…   what there is for a line
`;

const SHOW_HELP = `
WHAT is a request, by tenant/requestId or its id alone; a line; or the id of an
SQS message, of an event or of a call (AWS request id), or a correlation id: of
what is not finished they are in the ledger, of the rest in the logs.

Examples
  dxm show orders/order-4711     its whole story, and what to do
  dxm show dxcon-fg100001        a line: its last move, and what waits for it
  dxm show order-4711 --logs     with what was logged of it within a day
`;

const GROUPS_HELP = `
Of two lines of one owner on different ports, only one may be down at a time:
the request for the other one waits for it.

Examples
  dxm groups                     all
  dxm groups dxcon-fg100001      of this line's owner
`;

/** What changes nothing. */
export const LOOKING_COMMANDS: readonly ((dxm: Command) => void)[] = [
  (dxm) =>
    dxm
      .command('status')
      .description('what needs a person, and what to do about it')
      .helpGroup(LOOK)
      .addHelpText('after', STATUS_HELP)
      .action(running(() => import('../look/status.ts'))),
  (dxm) =>
    dxm
      .command('requests')
      .description('requests that are not finished, the longest wait first')
      .helpGroup(LOOK)
      .option('--held', 'only those that wait for a decision')
      .addOption(
        new Option('--waiting [cause]', 'only those that wait, for anything or for this cause').choices(CAUSES),
      )
      .addOption(new Option('--state <state>', 'only those in this state').choices(STATES))
      .option('--connection <id>', 'only those for this line')
      .option('--tenant <name>', 'only those of this tenant')
      .addHelpText('after', REQUESTS_HELP)
      .action(running(() => import('../look/requests.ts'))),
  (dxm) =>
    dxm
      .command('show')
      .description('the story of a request or a line, and what to do')
      .helpGroup(LOOK)
      .argument('<what>', 'tenant/requestId, a line, or another id')
      .option('--minutes <number>', 'how far back the logs are searched', readMinutes, 24 * 60)
      .option('--logs', 'with what was logged of it')
      .option('--whole-ledger', 'where nothing is found, also read every item of the ledger')
      .addHelpText('after', SHOW_HELP)
      .action(running(() => import('../look/show.ts'))),
  (dxm) =>
    dxm
      .command('groups')
      .description('lines that keep others of their owner waiting')
      .helpGroup(LOOK)
      .argument('[owner-or-line]', 'only of this owner account, or of the owner of this line')
      .addHelpText('after', GROUPS_HELP)
      .action(running(() => import('../look/groups.ts'))),
];

function readMinutes(text: string): number {
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes > 0 && minutes <= MOST_MINUTES) return minutes;
  throw new InvalidArgumentError(`Give minutes, from 1 to ${MOST_MINUTES}.`);
}
