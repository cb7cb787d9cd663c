import { type Command, Option } from 'commander';
import { LINE_STATES } from '../../drain/run/line.ts';
import { STOPPED_BY_HAND } from '../words/stopped-by-hand.ts';
import { deciding, decidingAtOnce, whereItDecides } from './deciding.ts';
import { example } from './example.ts';
import { running } from './running.ts';

/** Under which heads `dxm drain --help` lists what it holds: in the order of the work. */
export const PLAN_IT = 'Plan it (these only read):';
const BEFORE = 'Before the night:';
const NIGHT = 'The night:';
const NOT_WELL = 'Where a line is not well:';
const END = 'The end:';

/** What may be said more than once. */
const each = (value: string, before: string[] = []) => [...before, value];

const ID = ['<drain>', 'the id of the drain, as dxm drain status lists it'] as const;
const LINE = ['<line>', 'one of its lines'] as const;
const DIGEST = ['--digest <digest>', 'only if this is the digest of its plan, as you have seen it'] as const;

/** Carrying out a plan, each command in its turn. */
export const RUN_COMMANDS: readonly ((drain: Command) => void)[] = [
  (drain) =>
    deciding(drain.command('submit').argument('<plan.json>', 'what dxm drain plan has written'))
      .description('make a drain of a plan, or give it a new one')
      .helpGroup(BEFORE)
      .addHelpText('after', example('dxm drain submit plan.json --why CHG-311'))
      .action(running(() => import('../drain/run/submit.ts'))),
  (drain) =>
    deciding(drain.command('approve').argument(...ID))
      .description('approve its plan, with credentials that may')
      .helpGroup(BEFORE)
      .option(...DIGEST)
      .addHelpText('after', example('dxm drain approve fra-2026-12 --why "CHG-311, seen with Jo" --profile approver'))
      .action(running(() => import('../drain/run/approve.ts'))),
  (drain) =>
    deciding(drain.command('announce').argument(...ID))
      .description('tell its customers, and cordon its source')
      .helpGroup(BEFORE)
      .option(...DIGEST)
      .option('--ics <folder>', 'also write a calendar file for each customer (NANOG maintnote)')
      .option('--from <who>', 'who is named in them: "Name <address>"')
      .addHelpText('after', ANNOUNCE)
      .action(running(() => import('../drain/run/announce.ts'))),
  (drain) =>
    whereItDecides(drain.command('rehearse').argument(...ID))
      .summary('every line as a dry run')
      .description('check every line as a dry run: what would be refused?')
      .helpGroup(BEFORE)
      .option('--watch', 'look at the last rehearsal, and send nothing')
      .addHelpText('after', REHEARSE)
      .action(running(() => import('../drain/run/rehearse.ts'))),
  ...night(),
  ...notWell(),
  ...end(),
];

function night(): ((drain: Command) => void)[] {
  return [
    (drain) =>
      deciding(drain.command('start').argument(...ID))
        .description('let it run')
        .helpGroup(NIGHT)
        .option(...DIGEST)
        .addOption(
          // A list: said twice, both are meant.
          new Option('--waive <what>', 'do not wait for it; again for the other')
            .choices(['notice', 'approval'])
            .default([], 'nothing'),
        )
        .addHelpText('after', example('dxm drain start fra-2026-12 --why CHG-311'))
        .action(running(() => import('../drain/run/start.ts'))),
    (drain) =>
      drain
        .command('watch')
        .summary('how it goes; Ctrl-C ends only that')
        .description('how it goes, until it is over; Ctrl-C ends only that')
        .helpGroup(NIGHT)
        .argument(...ID)
        .addHelpText('after', WATCH)
        .action(running(() => import('../drain/run/watch.ts'))),
    (drain) =>
      deciding(
        drain
          .command('promote')
          .argument(...ID)
          .argument('[wave]', 'the one that is done; refused if it is another'),
      )
        .description('let the wave behind the gate begin')
        .helpGroup(NIGHT)
        .addHelpText('after', example('dxm drain promote fra-2026-12 --why "canary well for 20 min"'))
        .action(running(() => import('../drain/run/promote.ts'))),
    (drain) =>
      decidingAtOnce(drain.command('stop').argument(...ID), STOPPED_BY_HAND)
        .description('stop it at once, without a question')
        .helpGroup(NIGHT)
        .addHelpText('after', STOP)
        .action(running(() => import('../drain/run/stop.ts'))),
    (drain) =>
      deciding(drain.command('resume').argument(...ID))
        .description('lift its stops, which it shows first')
        .helpGroup(NIGHT)
        .addOption(new Option('--stop <stop>', 'only this one, by its id; again for another').argParser(each))
        .addHelpText('after', example('dxm drain resume fra-2026-12 --why "router is back"'))
        .action(running(() => import('../drain/run/resume.ts'))),
    (drain) =>
      deciding(drain.command('take').argument(...ID))
        .description('say that you run it from now on')
        .helpGroup(NIGHT)
        .addHelpText('after', example('dxm drain take fra-2026-12 --why "end of shift"'))
        .action(running(() => import('../drain/run/take.ts'))),
  ];
}

function notWell(): ((drain: Command) => void)[] {
  return [
    (drain) =>
      drain
        .command('lines')
        .description('its lines: where each is, and why')
        .helpGroup(NOT_WELL)
        .argument(...ID)
        .addOption(
          new Option('--state <state>', 'only those in this state; again for another')
            .choices(LINE_STATES)
            .default([], 'all'),
        )
        .option('--wave <n>', 'only those of this wave')
        .addHelpText('after', example('dxm drain lines fra-2026-12 --state unhealthy --state held'))
        .action(running(() => import('../drain/run/lines.ts'))),
    (drain) =>
      deciding(
        drain
          .command('retry')
          .argument(...ID)
          .argument(...LINE),
      )
        .description('try a line once more')
        .helpGroup(NOT_WELL)
        .addHelpText('after', example('dxm drain retry fra-2026-12 dxcon-fg100001 --why "lock is gone"'))
        .action(running(() => import('../drain/run/retry.ts'))),
    (drain) =>
      deciding(
        drain
          .command('set-aside')
          .argument(...ID)
          .argument(...LINE),
      )
        .description('leave a line as it is')
        .helpGroup(NOT_WELL)
        .addHelpText('after', example('dxm drain set-aside fra-2026-12 dxcon-fg100001 --why "down before"'))
        .action(running(() => import('../drain/run/set-aside.ts'))),
    (drain) =>
      deciding(drain.command('rollback').argument(...ID))
        .description('move lines back, while it is stopped or over')
        .helpGroup(NOT_WELL)
        .option('--unhealthy', 'those that are not well')
        .option('--wave <n>', 'those of this wave')
        .addOption(new Option('--line <line>', 'this one; again for another').argParser(each))
        .option('--all', 'all that it has moved')
        .addHelpText('after', ROLLBACK)
        .action(running(() => import('../drain/run/rollback.ts'))),
  ];
}

function end(): ((drain: Command) => void)[] {
  return [
    (drain) =>
      deciding(drain.command('complete').argument(...ID))
        .description('end it with what was done')
        .helpGroup(END)
        .addHelpText('after', example('dxm drain complete fra-2026-12 --why "two lines stay until January"'))
        .action(running(() => import('../drain/run/complete.ts'))),
    (drain) =>
      deciding(drain.command('abort').argument(...ID))
        .description('give it up')
        .helpGroup(END)
        .addHelpText('after', example('dxm drain abort fra-2026-12 --why "window is needed for another"'))
        .action(running(() => import('../drain/run/abort.ts'))),
    (drain) =>
      drain
        .command('status')
        .description('the drains that there are, or one')
        .helpGroup(END)
        .argument('[drain]', 'its id; without it, all that have not ended')
        .addHelpText('after', example('dxm drain status', 'dxm drain status fra-2026-12'))
        .action(running(() => import('../drain/run/status.ts'))),
  ];
}

const ANNOUNCE = `
The calendar files are for those whom no consumer of the events tells. Who is to
be sent which is shown, as far as the groups file of the plan has contacts.

Examples
  dxm drain announce fra-2026-12 --why CHG-311
  dxm drain announce fra-2026-12 --why CHG-311 --ics notices \\
    --from "Example NOC <noc@example.net>"
`;

const REHEARSE = `
Exit status: 0 all could be moved; 3 some would be refused; 1 not all answered.

Examples
  dxm drain rehearse fra-2026-12 --why "a day before"
  dxm drain rehearse fra-2026-12 --watch
`;

const WATCH = `
On a terminal it is drawn in its place, elsewhere as a line for each change, and
with --json as a JSON document on a line for each. Exit status: 0 it is over,
3 it is over and something needs a person, 130 you have ended the watching.

Example
  dxm drain watch fra-2026-12
`;

const STOP = `
Says which lines are on their way, and after when no call begins. If it gives no
answer, dxm pause stops all calls.

Example
  dxm drain stop fra-2026-12
`;

const ROLLBACK = `
The rollback is a drain of its own, approved with the plan until a day after its
window, and runs at once: dxm drain watch and stop take its id.

Examples
  dxm drain rollback fra-2026-12 --unhealthy --why "BGP stays down"
  dxm drain rollback fra-2026-12 --line dxcon-fg100001 --why "customer asks"
`;
