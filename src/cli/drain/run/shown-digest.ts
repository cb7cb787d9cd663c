import { CliError } from '../../cli-error.ts';
import type { KnownDrain } from './read-drain.ts';

/**
 * What is sent is the digest of the plan that was shown; where someone names the one that they have seen, it must be that.
 *
 * @throws CliError if the drain has another plan by now
 */
export function checkSeen({ drain }: KnownDrain, seen: string | undefined): void {
  if (seen === undefined || seen === drain.digest) return;
  throw new CliError(
    `the plan of ${drain.drainId} is another one: revision ${drain.rev} has the digest ${drain.digest}`,
    {
      where: '--digest',
      todo: `look at it: dxm drain show ${drain.drainId}`,
    },
  );
}
