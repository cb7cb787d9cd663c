import { describeError } from '../model/describe-error.ts';
import { type Notice, type Notices, stillUntold } from '../model/notices.ts';
import type { ReconcilePorts } from '../ports/ports.ts';

type PublishPorts = Pick<ReconcilePorts, 'bus' | 'clock' | 'log'>;
type NoticePorts = PublishPorts & { ledger: Pick<ReconcilePorts['ledger'], 'readControl' | 'setNotices'> };

/** Operators may add others meanwhile; what they wrote is read. */
const TRIES = 10;

/**
 * Publishes what operators did to cordons and no one was told yet: the outbox of `control`, which has no right to the bus. Never
 * throws: what fails is published in the next run, the same to the letter.
 */
export async function publishNotices(ports: NoticePorts): Promise<void> {
  try {
    const { notices } = await ports.ledger.readControl();
    if (notices && notices.unpublished.length > 0)
      await takeOut(await publishAll(notices.unpublished, ports), notices, ports);
  } catch (error) {
    ports.log('faulted', { cause: 'notices', error: describeError(error) });
  }
}

/** @returns the ids of those that the bus has accepted: one that it never accepts keeps back no other */
export async function publishAll(unpublished: readonly Notice[], ports: PublishPorts): Promise<ReadonlySet<string>> {
  const published = new Set<string>();
  for (const { event, atMs } of unpublished) {
    const { eventId } = event;
    try {
      await ports.bus.publish(event);
      published.add(eventId);
      ports.log('published', { eventId });
    } catch (error) {
      const age = (ports.clock() - atMs) / 1000;
      ports.log('unpublished', { eventId, age, error: describeError(error) });
    }
  }
  return published;
}

async function takeOut(published: ReadonlySet<string>, first: Notices, { ledger }: NoticePorts): Promise<void> {
  let read: Notices | undefined = first;
  for (let tries = 0; read && tries < TRIES; tries++) {
    const unpublished = stillUntold(read.unpublished, published);
    const isTaken = unpublished.length === read.unpublished.length;
    if (isTaken || (await ledger.setNotices(read, { ...read, unpublished }))) return;
    read = (await ledger.readControl()).notices;
  }
}
