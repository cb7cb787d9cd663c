import type { ControlAnswer } from '../../migration/operators/control.ts';
import { UsageError } from '../cli-error.ts';
import type { Deciding } from '../commands/deciding.ts';
import type { Context } from '../context/context.ts';
import { ask } from '../context/functions.ts';
import { inBoth, when } from '../context/when.ts';
import { changeGuard } from './change-guard.ts';
import { checkLocation, checkParent } from './check-parent.ts';

export interface FreezeOptions extends Deciding {
  until: string;
  from?: string;
  all?: boolean;
  location?: string;
  parent?: string;
  stopsWayBack?: boolean;
}

/** Stops calls for a time, of all lines or of some. */
export async function run(context: Context, name: string, options: FreezeOptions): Promise<undefined> {
  const { all, location, parent, stopsWayBack } = options;
  const now = context.clock();
  const from = options.from === undefined ? undefined : when(options.from, now, '--from');
  // After its begin: from 20:00 until 06:00 is over midnight.
  const until = when(options.until, Math.max(from ?? now, now), '--until');
  if ([all, location, parent].filter((one) => one !== undefined).length !== 1) {
    throw new UsageError('which lines?', { todo: 'say one of --all, --location EqDC2 and --parent dxcon-…' });
  }
  if (until <= Math.max(from ?? now, now)) {
    const what = until <= now ? 'is over already: it must be a time to come' : 'must be later than --from';
    throw new UsageError(`--until ${what}`, { where: `--until ${options.until}: ${inBoth(until)}` });
  }
  if (parent !== undefined) await checkParent(context, parent);
  if (location !== undefined) await checkLocation(context, location);
  const replaced = await replacedBy(context, name);
  const lines = all ? 'No line' : location === undefined ? `No line from or to ${parent}` : `No line in ${location}`;
  const span = `from ${from === undefined ? 'now' : inBoth(from)} until ${inBoth(until)}`;
  return changeGuard(
    context,
    {
      command: {
        ...{ action: 'freeze', name, until: new Date(until).toISOString() },
        ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
        ...{ all, location, parent, stopsWayBack },
      },
      does: [
        `${lines} is called for ${span}. Requests wait, and expire in time.`,
        stopsWayBack
          ? 'That stops lines on their way back too.'
          : 'Lines that go back where they came from, from a move that was not found healthy, still may.',
        ...replaced,
      ],
      words: WORDS,
      done: [`Frozen, ${span}. To lift it before: dxm unfreeze ${name} --why "…"`, ...replaced].join('\n'),
      wasSo: `${name} was so already.`,
    },
    options,
  );
}

/** What the freeze of that name is of until now, if there is one. */
async function replacedBy(context: Context, name: string): Promise<string[]> {
  const { freezes } = await ask<ControlAnswer>(context, 'control', { action: 'status' });
  return freezes
    .filter((freeze) => freeze.name === name)
    .map(({ parent, location, from, until, by }) => {
      const of = parent ?? (location === undefined ? 'all lines' : `lines in ${location}`);
      return `This replaces the freeze ${name} by ${by}: ${of}, from ${inBoth(Date.parse(from))} until ${inBoth(Date.parse(until))}.`;
    });
}

const WORDS = {
  ...{ name: 'NAME', from: '--from', until: '--until' },
  ...{ all: '--all', location: '--location', parent: '--parent', stopsWayBack: '--stops-way-back' },
};
