import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stackRequest } from '../../support/stack.ts';
import { blocksOf, blocksUnder } from '../docs/markdown-blocks.ts';
import { findsNothing, logged, operatorOf, PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

// docs/operations/alarms: outcomes that are not published.

let walk: Walk;
beforeEach(async () => {
  walk = await startWalk();
});
afterEach(() => walk.close());

const [armFault = '', clear = ''] = blocksUnder(
  blocksOf('docs/local-stack.md'),
  'Faults of the bus and the ledger',
  'sh',
);

/** Runs a block of docs/local-stack.md as printed. */
const run = (block: string) => operatorOf(walk.stack)(block, { FAULTS: walk.stack.faultsUrl });

/** A day, in seconds: alarms return to OK within it unless they ring again. */
const A_DAY = 86_400;

describe.skipIf(TOOLS.missing)(`outcomes that are not published (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('unpublished: the bus rejects outcomes, and accepts them in the end', async () => {
    const oneUnpublished = { Threshold: 1, Period: 10, EvaluationPeriods: 1 };
    expect(await walk.rings('unpublished', 0, oneUnpublished)).toBe(false);
    expect(await run(armFault)).toMatch(/"at": "bus",\s+"fault": "refuse",\s+"times": 1000/);
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await walk.untilRings('unpublished', oneUnpublished);
    expect(await walk.prints('unpublished', 'Look')).toMatch(/orders {2}r1 .*InternalException/);
    expect(await run(clear)).toBe('[]\n');

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    await logged(walk.stack, 'published', 'r1');
    expect(await walk.prints('unpublished', 'Over when')).toContain('orders  r1  ');
    expect(await walk.rings('unpublished', A_DAY)).toBe(false);
  });

  it('faults: a message cannot be answered while the bus rejects events, and nothing is left in the end', async () => {
    const faults = { Period: 5 };
    expect(await walk.rings('faults', 0, faults)).toBe(false);
    await walk.stack.send(stackRequest('r1', 'dxcon-line1', { notBefore: new Date(Date.now() + 8000).toISOString() }));
    await logged(walk.stack, 'waiting', 'r1');
    walk.stack.eventBridge.faults.failNext(1000, 'refuse');
    await walk.stack.send({ requestId: 'r2' });

    await walk.untilRings('faults', faults);
    expect(await walk.prints('faults', 'Look')).toMatch(/OnlyInQueueError: .*InternalException/);
    expect(await walk.prints('faults', 'Over when')).toContain('orders\tr1\t');
    walk.stack.eventBridge.faults.clear();

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    await logged(walk.stack, 'published', 'r1');
    await findsNothing(walk.follow('faults', 'Over when'), 'no request is unfinished');
  });
});
