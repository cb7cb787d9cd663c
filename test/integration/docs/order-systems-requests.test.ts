import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRequest } from '../../../src/contract/request.ts';
import type { MigrationRequestInput } from '../../../src/contract/request-schema.ts';
import { MOVED, startTestStack, type TestStack } from '../../support/stack.ts';
import { blocksOf, blocksUnder } from './markdown-blocks.ts';

const BLOCKS = blocksOf(fileURLToPath(new URL('../../../docs/integrate/order-systems.md', import.meta.url)));

/** The requests that the page prints under a heading, one or a list. */
const requestsUnder = (heading: string) =>
  blocksUnder(BLOCKS, heading, 'json').map((text) => [JSON.parse(text)].flat() as MigrationRequestInput[]);

describe('requests as docs/integrate/order-systems.md prints them', () => {
  const CHAINS = 'More than one request for a connection';
  const [chain = [], withdrawal = []] = requestsUnder(CHAINS);
  const [[dryRun] = []] = requestsUnder('Try first: the dry run');

  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack();
  });
  afterAll(() => stack.close());

  /** The page's sample partner is not the one of these tests; and its windows pass. */
  const here = (request: MigrationRequestInput, connectionId: string, fields: object = {}) => {
    const parents: Record<string, string> = {
      'dxcon-fra00001': 'dxcon-old1',
      'dxcon-fra00021': 'dxlag-new1',
      'dxlag-fra00001': request.expectedParentConnectionId === 'dxcon-fra00021' ? 'dxcon-old1' : 'dxlag-new1',
    };
    return {
      ...request,
      connectionId,
      expectedParentConnectionId: parents[request.expectedParentConnectionId],
      parentConnectionId: parents[request.parentConnectionId],
      ...fields,
    };
  };

  const nextOutcomes = async (count: number) => {
    const outcomes: Record<string, unknown> = {};
    for (let seen = 0; seen < count; seen++) {
      const { data } = await stack.nextEvent('Notification');
      const detail = data.outcome === 'MIGRATED' ? data.disposition : data.reason?.code;
      outcomes[data.request?.requestId ?? ''] = [data.outcome, detail];
    }
    return outcomes;
  };

  it('are valid', () => {
    const requests = [...chain, ...withdrawal, dryRun];
    expect(requests).toHaveLength(5);
    for (const request of requests)
      expect(parseRequest(JSON.stringify(request), Date.now())).toMatchObject({ ok: true });
  });

  it('as a chain are carried out one after the other', async () => {
    for (const request of chain) await stack.send(here(request, 'dxcon-line1'));

    expect(await nextOutcomes(2)).toEqual({
      'order-4712.move-1': ['MIGRATED', MOVED],
      'order-4712.move-2': ['MIGRATED', MOVED],
    });
    const { moves } = await stack.directConnectAdmin.journal();
    expect(moves.map(({ to }) => to)).toEqual(['dxlag-new1', 'dxcon-old1']);
  });

  it('as a withdrawal replace a request that waits for its window', async () => {
    const [first, second] = withdrawal as [MigrationRequestInput, MigrationRequestInput];
    const inTime = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
    // The window opens when both have long been read, by what one request takes on this machine now.
    const startedAtMs = performance.now();
    await stack.send(here(dryRun as MigrationRequestInput, 'dxcon-line3', { requestId: 'measure' }));
    await nextOutcomes(1);
    const opens = inTime(3_000 + 10 * (performance.now() - startedAtMs));
    await stack.send(here(first, 'dxcon-line2', { notBefore: opens, notAfter: inTime(3_600_000) }));
    await stack.send(here(second, 'dxcon-line2'));

    expect(await nextOutcomes(1)).toEqual({ 'order-4713.withdrawal': ['MIGRATED', 'alreadyThere'] });
    expect(await nextOutcomes(1)).toEqual({ 'order-4713.move-1': ['REJECTED', 'SUPERSEDED'] });
  });

  it('as a dry run are planned', async () => {
    await stack.send(here(dryRun as MigrationRequestInput, 'dxcon-line3'));

    expect(await nextOutcomes(1)).toEqual({ 'order-4714.dry-run-1': ['PLANNED', undefined] });
  });
});
