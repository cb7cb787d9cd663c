import type { LineProgress } from '../../../drain/run/line.ts';
import { CliError } from '../../cli-error.ts';
import { didYouMean } from '../../words/near.ts';
import type { KnownDrain } from './read-drain.ts';

/** @throws CliError if the drain does not have the line, with the one that was probably meant */
export function lineOf({ drain }: KnownDrain, connectionId: string, where: string): LineProgress {
  const line = Object.hasOwn(drain.lines, connectionId) ? drain.lines[connectionId] : undefined;
  if (line) return line;
  throw new CliError(`${drain.drainId} has no line ${connectionId}`, {
    where,
    todo:
      didYouMean(connectionId, Object.keys(drain.lines)) ?? `dxm drain lines ${drain.drainId} lists those that it has`,
  });
}
