import type { Context } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import type { DrainAnswer } from '../../../src/drain/run/command.ts';
import { type DriveSteps, drive } from '../../../src/handlers/drive.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';

const WHO = { by: 'ada', why: 'the port is cut' };
const DONE: DrainAnswer = {
  ...{ result: 'done', drainId: 'fra-1', state: 'RUNNING', rev: 1, digest: 'sha256:x', wave: 1, stops: [], lines: {} },
};
const DIGEST = `sha256:${'0a'.repeat(32)}`;

class Driver {
  readonly did: string[] = [];
  answer: DrainAnswer = DONE;
  looks = false;
  leftMs = 60_000;
  readonly log = vi.fn();
  failing: string | undefined;
  readonly remaining: number[] = [];

  readonly steps: DriveSteps = {
    command: async ({ action }) => {
      this.did.push(action);
      return this.answer;
    },
    advance: async (drainId, remaining) => {
      this.remaining.push(remaining());
      this.#do(`advance ${drainId}`);
    },
    tick: async ({ drainId, number }) => this.#do(`tick ${drainId} ${number}`),
    due: async (remaining) => {
      this.remaining.push(remaining());
      this.#do('due');
    },
    look: async (drainId) => {
      this.#do(`look ${drainId}`);
      return this.looks;
    },
    report: async () => this.#do('report'),
    log: this.log,
  };

  #do(what: string): void {
    this.did.push(what);
    if (what === this.failing) throw new Error('away');
  }

  take(event: unknown) {
    return drive(this.steps)(event, { getRemainingTimeInMillis: () => this.leftMs } as Context);
  }

  batch(...bodies: (object | string)[]) {
    const Records = bodies.map((body, index) => ({
      ...{ messageId: `m${index + 1}`, body: typeof body === 'string' ? body : JSON.stringify(body) },
    }));
    return this.take({ Records });
  }
}

const outcome = (requestId: string, tenant = DRAINS_TENANT) => ({
  detail: { data: { tenant, request: { requestId } } },
});
const verdict = (requestId: string) => ({ detail: { data: { tenant: DRAINS_TENANT, requestId } } });

describe('a command', () => {
  it('that was carried out brings its drain on in the same invocation, for some seconds at most', async () => {
    const driver = new Driver();
    expect(await driver.take({ action: 'promote', drainId: 'fra-1', rev: 1, wave: 1, ...WHO })).toEqual(DONE);
    expect(driver.did).toEqual(['promote', 'advance fra-1']);
    expect(driver.remaining[0]).toBeLessThanOrEqual(10_000);
  });

  it('of a rollback brings on the rollback', async () => {
    const driver = new Driver();
    driver.answer = { ...DONE, rollback: 'fra-1-r1' };
    await driver.take({ action: 'rollback', drainId: 'fra-1', lines: 'all', ...WHO });
    expect(driver.did).toEqual(['rollback', 'advance fra-1-r1']);
  });

  it('to stop is answered without anything else', async () => {
    const driver = new Driver();
    expect(await driver.take({ action: 'stop', drainId: 'fra-1', ...WHO })).toEqual(DONE);
    expect(driver.did).toEqual(['stop']);
  });

  it('that changed nothing, or was declined, brings nothing on', async () => {
    const driver = new Driver();
    driver.answer = { ...DONE, result: 'unchanged' };
    await driver.take({ action: 'take', drainId: 'fra-1', ...WHO });
    expect(driver.did).toEqual(['take']);
    expect(await driver.take({ action: 'stop' })).toMatchObject({ result: 'declined' });
    expect(driver.did).toEqual(['take']);
  });

  it('is answered as carried out, though what follows fails', async () => {
    const driver = new Driver();
    driver.failing = 'advance fra-1';
    expect(await driver.take({ action: 'complete', drainId: 'fra-1', ...WHO })).toEqual(DONE);
    expect(driver.log).toHaveBeenCalledWith('faulted', expect.objectContaining({ drain: 'fra-1' }));
  });

  it('that waives is logged, by whom and why, once it was carried out', async () => {
    const driver = new Driver();
    const start = { action: 'start', drainId: 'fra-1', digest: DIGEST, waive: ['notice'], ...WHO };
    await driver.take(start);
    expect(driver.log.mock.calls).toEqual([['drainWaived', { drain: 'fra-1', cause: 'notice', ...WHO }]]);
    driver.answer = { ...DONE, result: 'unchanged' };
    await driver.take(start);
    expect(driver.log).toHaveBeenCalledTimes(1);
  });
});

describe('a batch of the ticks queue', () => {
  it('a tick brings its drain on, then looks at lines, and brings it on again with what they have shown', async () => {
    const driver = new Driver();
    await driver.batch({ drainId: 'fra-1', number: 7 });
    expect(driver.did).toEqual(['tick fra-1 7', 'look fra-1']);
    driver.looks = true;
    await driver.batch({ drainId: 'fra-1', number: 8 });
    expect(driver.did.slice(2)).toEqual(['tick fra-1 8', 'look fra-1', 'advance fra-1']);
  });

  it('what became of a line brings on the drain that its request names; of several of one, once', async () => {
    const driver = new Driver();
    const answer = await driver.batch(
      outcome('fra-1.dxcon-a.1'),
      verdict('fra-1.dxcon-b.2'),
      outcome('muc-1-r1.dxcon-c.1'),
      verdict('fra-1.dxcon-d.r3'),
    );
    expect(driver.did).toEqual(['advance fra-1', 'advance muc-1-r1']);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('what fails comes again, and the rest is done', async () => {
    const driver = new Driver();
    driver.failing = 'advance fra-1';
    const answer = await driver.batch(outcome('fra-1.dxcon-a.1'), outcome('muc-1.dxcon-b.1'));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(driver.did).toEqual(['advance fra-1', 'advance muc-1']);
  });

  it.each([
    'no JSON',
    {},
    outcome('order-4711'),
    outcome('fra-1.dxcon-a.1', 'orders'),
    { drainId: 'fra-1', number: 1.5 },
    { detail: { data: { tenant: DRAINS_TENANT, request: null } } },
  ])('%j is none of it, and ends where people see it', async (body) => {
    const driver = new Driver();
    expect(await driver.batch(body)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(driver.did).toEqual([]);
  });
});

it('the schedule brings on every drain that is due, and says how drains are', async () => {
  const driver = new Driver();
  await driver.take({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
  expect(driver.did).toEqual(['due', 'report']);
});

it('a run of the schedule ends before the next, or many together would leave no room for a stop', async () => {
  const driver = new Driver();
  driver.leftMs = 900_000;
  await driver.take({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
  expect(driver.remaining[0]).toBeLessThan(60_000);
});
