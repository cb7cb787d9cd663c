import { CliError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { settingMs, staleMs } from '../context/stage-settings.ts';
import { timingOf } from '../context/timing.ts';

/** How far answers of Direct Connect, and clocks, may be off, in milliseconds. */
export interface Bound {
  staleMs: number;
  clockSkewMs: number;
}

/**
 * As the stage was deployed, or as an option says. A bound that is too short makes a port look empty that is not: where it cannot be
 * read, none is assumed.
 */
export async function boundOf(context: Context, option: string | undefined): Promise<Bound> {
  if (option !== undefined) {
    return { staleMs: staleMs(context.stage, option), clockSkewMs: settingMs(context.stage, 'clockSkewSeconds') };
  }
  try {
    return await timingOf(context);
  } catch (error) {
    throw new CliError(
      `how old answers of Direct Connect may be on this stage cannot be read: ${(error as Error).message}`,
      {
        todo: 'say --stale with the staleSeconds that it was deployed with (60 unless someone has set it)',
      },
    );
  }
}
