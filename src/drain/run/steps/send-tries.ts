import { describeError } from '../../../migration/model/describe-error.ts';
import type { Try } from '../line.ts';
import type { Move } from '../moves.ts';
import { requestOf } from '../request-of.ts';
import type { DrivePorts, Pass } from './step.ts';

/** Sends the messages of tries that are written. Whatever fails does not hold up the others, and is sent again half a minute later. */
export async function sendTries(
  { drain, plan }: Pick<Pass, 'drain' | 'plan'>,
  tries: readonly { move: Move; last: Try }[],
  { send, log }: DrivePorts,
): Promise<void> {
  const sending = tries.map(async ({ move, last }) => {
    const request = requestOf(drain.drainId, move, last, plan.ticket);
    const { requestId, connectionId } = request;
    const subject = { drain: drain.drainId, requestId, connectionId, attempt: last.number };
    try {
      await send(request);
      log('lineReleased', subject);
    } catch (error) {
      log('faulted', { ...subject, cause: 'send', error: describeError(error) });
    }
  });
  await Promise.all(sending);
}
