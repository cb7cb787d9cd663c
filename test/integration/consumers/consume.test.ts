import type { SQSClient } from '@aws-sdk/client-sqs';
import { type MigrationEvent, parseEvent } from 'dx-migrator/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consume } from '../../../examples/consumers/consume.ts';
import { eventually } from '../../support/eventually.ts';
import { jsonOf } from '../../unit/consumers/event-factory.ts';
import { openQueue, type TestQueue } from './queue-with-dead-letters.ts';

let queue: TestQueue;
let ending: AbortController;
let loops: Promise<void>[];
beforeEach(async () => {
  queue = await openQueue(2);
  ending = new AbortController();
  loops = [];
});
afterEach(async () => {
  ending.abort();
  await Promise.all(loops);
  await queue.close();
});

/** Starts a consumer; gives what it handled and what went wrong, so far. */
function start(handle: (event: MigrationEvent) => Promise<void> = async () => undefined, client = queue.newClient()) {
  const handled: string[] = [];
  const errors: [message: string, messageId: string | undefined][] = [];
  const loop = consume({
    client,
    queueUrl: queue.queueUrl,
    parse: parseEvent,
    handle: async (event) => {
      handled.push(event.detail.metadata.eventId);
      await handle(event);
    },
    onError: ({ message }, messageId) => void errors.push([message, messageId]),
    signal: ending.signal,
    retryAfter: 5,
  });
  loops.push(loop);
  return { handled, errors, loop };
}

const event = (eventId: string) => jsonOf({ outcome: 'MIGRATED', eventId });

/** Lets one call of this name fail, instead of being made. */
function failOnce(client: SQSClient, command: string): SQSClient {
  let failed = false;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (failed || commandName !== command) return next(args);
        failed = true;
        throw new Error(`${command} was not made`);
      },
    { step: 'initialize' },
  );
  return client;
}

describe('the consume loop', () => {
  it('deletes what was handled, and only that', async () => {
    await queue.send(event('a'));
    const { handled, errors } = start();
    await eventually(() => expect(handled).toEqual(['a']));
    await eventually(async () => expect(await queue.depth()).toBe(0));
    expect(errors).toEqual([]);
  });

  it('leaves an event whose handling fails, so that it comes again', async () => {
    await queue.send(event('a'));
    let failures = 1;
    const { handled, errors } = start(async () => {
      if (failures-- > 0) throw new Error('no database');
    });
    await eventually(() => expect(handled).toEqual(['a', 'a']));
    await eventually(async () => expect(await queue.depth()).toBe(0));
    expect(errors).toEqual([['no database', expect.any(String)]]);
    expect(await queue.deadLetters()).toEqual([]);
  });

  it('goes on behind an event that always fails, which ends as a dead letter', async () => {
    const poison = JSON.stringify(event('poison'));
    await queue.send(poison);
    await queue.send(event('good'));
    const { handled, errors } = start(async ({ detail }) => {
      if (detail.metadata.eventId === 'poison') throw new Error('never');
    });
    await eventually(async () => expect(await queue.deadLetters()).toEqual([poison]));
    expect(handled.filter((eventId) => eventId === 'good')).toHaveLength(1);
    expect(errors.map(([message]) => message)).toEqual(['never', 'never']);
  });

  it('does not handle anything but events of the contract, and repeats nothing of it', async () => {
    const alien = { ...event('a'), 'detail-type': 'SECRETTYPE' };
    await queue.send(alien);
    const { handled, errors } = start();
    await eventually(async () => expect(await queue.deadLetters()).toEqual([JSON.stringify(alien)]));
    expect(handled).toEqual([]);
    expect(errors).toHaveLength(2);
    expect(errors[0]?.[0]).toMatch(/^not an event of the contract: /);
    expect(JSON.stringify(errors)).not.toContain('SECRET');
  });

  it('handles an event again after its delete failed', async () => {
    await queue.send(event('a'));
    const { handled, errors } = start(undefined, failOnce(queue.newClient(), 'DeleteMessageCommand'));
    await eventually(() => expect(handled).toEqual(['a', 'a']));
    await eventually(async () => expect(await queue.depth()).toBe(0));
    expect(errors).toEqual([['DeleteMessageCommand was not made', expect.any(String)]]);
  });

  it('reports a receive that fails, and goes on', async () => {
    await queue.send(event('a'));
    const { handled, errors } = start(undefined, failOnce(queue.newClient(), 'ReceiveMessageCommand'));
    await eventually(() => expect(handled).toEqual(['a']));
    expect(errors).toEqual([['ReceiveMessageCommand was not made', undefined]]);
  });

  it('ends at once while it waits for messages', async () => {
    const { loop, errors } = start();
    const began = Date.now();
    ending.abort();
    await loop;
    // Long before the poll's own end.
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(errors).toEqual([]);
  });

  it('ends after the event under way, and leaves the others of its batch to come again', async () => {
    for (const eventId of ['a', 'b', 'c']) await queue.send(event(eventId));
    const { handled, loop, errors } = start(async () => ending.abort());
    await loop;
    expect(handled).toHaveLength(1);
    expect(errors).toEqual([]);
    await eventually(async () => expect(await queue.depth()).toBe(2));
  });
});
