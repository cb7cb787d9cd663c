import { describeError } from '../../../migration/model/describe-error.ts';
import type { BusEvent } from '../../../migration/ports/bus.ts';
import type { DrivePorts, Pass, Step } from './step.ts';

/** The outbox: what is stored is published in its order, and taken out once the bus has accepted it. */
export const publishEvents: Step = async (pass, ports) => {
  const { drain } = pass;
  const accepted = await publishInOrder(drain.unpublished, pass, ports);
  if (accepted === 0) return undefined;
  return { next: { ...drain, unpublished: drain.unpublished.slice(accepted) } };
};

/**
 * As far as the bus accepts them. One that rejects is asked no more in this call: nothing else has to wait for it.
 *
 * @returns how many of them, from the first on, it has accepted
 */
export async function publishInOrder(
  events: readonly BusEvent[],
  { drain, visit }: Pass,
  { bus, log }: DrivePorts,
): Promise<number> {
  let accepted = 0;
  while (!visit.busRejects && accepted < events.length) {
    const event = events[accepted] as BusEvent;
    const subject = { drain: drain.drainId, eventId: event.eventId };
    try {
      await bus.publish(event);
      log('published', subject);
      accepted++;
    } catch (error) {
      visit.busRejects = true;
      log('unpublished', { ...subject, error: describeError(error) });
    }
  }
  return accepted;
}
