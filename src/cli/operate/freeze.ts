import { UsageError } from '../cli-error.ts';
import type { Deciding } from '../commands/deciding.ts';
import type { Context } from '../context/context.ts';
import { inBoth, when } from '../context/when.ts';
import { changeGuard } from './change-guard.ts';

export interface FreezeOptions extends Deciding {
  until: string;
  from?: string;
  all?: boolean;
  location?: string;
  parent?: string;
  stopsWayBack?: boolean;
}

/** Stops calls for a time, of all lines or of some. */
export function run(context: Context, name: string, options: FreezeOptions): Promise<undefined> {
  const { all, location, parent, stopsWayBack } = options;
  const now = context.clock();
  const from = options.from === undefined ? undefined : when(options.from, now, '--from');
  const until = when(options.until, now, '--until');
  if ([all, location, parent].filter((one) => one !== undefined).length !== 1) {
    throw new UsageError('which lines?', { todo: 'say one of --all, --location EqDC2 and --parent dxcon-…' });
  }
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
      ],
      words: WORDS,
      done: `Frozen, ${span}. To lift it before: dxm unfreeze ${name} --why "…"`,
      wasSo: `${name} was so already.`,
    },
    options,
  );
}

const WORDS = {
  ...{ name: 'NAME', from: '--from', until: '--until' },
  ...{ all: '--all', location: '--location', parent: '--parent', stopsWayBack: '--stops-way-back' },
};
