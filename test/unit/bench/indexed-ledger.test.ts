import { expect, it } from 'vitest';
import { formatKey } from '../../../src/migration/model/request-item.ts';
import { IndexedLedger, ROWS_OF_AN_ANSWER } from '../../bench/scale/indexed-ledger.ts';
import { putInBacklog } from '../../bench/scale/phases.ts';
import { Requests, TENANTS } from '../../bench/scale/requests.ts';
import { DirectConnectWorld } from '../../pace/direct-connect.ts';
import { Random } from '../../support/random.ts';

const NOW = Date.parse('2026-11-23T00:00:00.000Z');

it('a backlog of more than an answer holds is read page by page: each once, those that are due, the oldest first', async () => {
  const ledger = new IndexedLedger();
  const requests = new Requests(new DirectConnectWorld(() => NOW, undefined, 0, new Random(1)), NOW);
  const [tenant = ''] = TENANTS;
  const count = ROWS_OF_AN_ANSWER + 10;
  for (let number = 0; number <= count; number++) {
    const item = requests.forNone(number * TENANTS.length);
    // The last is not due yet, and the times are not those of their order.
    await putInBacklog(ledger, item, number === count ? NOW + 1 : NOW - ((number * 7919) % count));
  }

  const sizes: number[] = [];
  const read = [];
  for (let next: string | undefined = '', isFirst = true; isFirst || next !== undefined; isFirst = false) {
    const page = await ledger.dueToCall(tenant, 0, NOW, isFirst ? undefined : next);
    sizes.push(page.items.length);
    read.push(...page.items);
    next = page.next;
  }
  expect(sizes).toEqual([ROWS_OF_AN_ANSWER, 10]);
  expect(new Set(read.map(({ key }) => formatKey(key))).size).toBe(count);
  expect(read.map(({ dueAtMs }) => dueAtMs)).toEqual(
    Array.from({ length: count }, (_, index) => NOW - count + 1 + index),
  );
});

it('what is taken up, parked or done with is where it belongs, or gone', async () => {
  const ledger = new IndexedLedger();
  const requests = new Requests(new DirectConnectWorld(() => NOW, undefined, 0, new Random(1)), NOW);
  const [tenant = ''] = TENANTS;
  const item = requests.forNone(0);
  const key = { tenant, requestId: item.request.requestId };
  const due = async () => [(await ledger.due(NOW)).items.length, (await ledger.dueToCall(tenant, 0, NOW)).items.length];
  await ledger.claim(item);
  expect(await due()).toEqual([1, 0]);
  await putInBacklog(ledger, item, NOW);
  expect(await due()).toEqual([0, 1]);
  await ledger.postpone(key, NOW, NOW + 1, 1);
  expect(await due()).toEqual([0, 0]);
});
