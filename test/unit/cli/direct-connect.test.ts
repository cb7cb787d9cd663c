import type { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { type Reading, readDirectConnect } from '../../../src/aws/inventory/read-direct-connect.ts';
import { FakeDirectConnect as Fake, noSuchParent } from '../../support/fake-direct-connect.ts';

const read = ({ client }: Fake) => readDirectConnect({ client, clock: () => 0, say: () => {} });
const shown = ({ lines }: Reading) => Object.fromEntries([...lines].map(([id, on]) => [id, on.map(idOf).toSorted()]));
const idOf = ({ connectionId = '' }) => connectionId;
const ids = (...numbers: number[]) => numbers.map((number) => `dxcon-line${number}`);

describe('a reading', () => {
  it('has all pages of everything, and asks for nothing that is a link of a LAG', async () => {
    const fake = new Fake({
      ...{ 'dxcon-a': ids(1, 2, 3, 4, 5), 'dxcon-b': [], 'dxcon-c': ids(6), 'dxcon-link': ids(9) },
      ...{ 'dxlag-a': ids(7), 'dxlag-b': [], 'dxlag-c': ids(8) },
    });
    fake.members['dxcon-link'] = 'dxlag-a';
    const reading = await read(fake);
    expect(shown(reading)).toEqual({
      ...{ 'dxcon-a': ids(1, 2, 3, 4, 5), 'dxcon-b': [], 'dxcon-c': ids(6) },
      ...{ 'dxlag-a': ids(7), 'dxlag-b': [], 'dxlag-c': ids(8) },
    });
    expect([reading.interconnects, reading.lags].map(({ length }) => length)).toEqual([4, 3]);
    expect(reading.unsettled).toEqual([]);
  });

  it('skips no line where another one leaves an earlier page of its list', async () => {
    const fake = new Fake({ 'dxcon-a': ids(1, 2, 3, 4, 5), 'dxlag-a': [] });
    fake.meanwhile = (question, page) => {
      if (question === 'dxcon-a' && page === 2) fake.move('dxcon-line1', 'dxcon-a', 'dxlag-a');
    };
    const reading = await read(fake);
    expect(shown(reading)).toEqual({ 'dxcon-a': ids(2, 3, 4, 5), 'dxlag-a': ids(1) });
    expect(reading.unsettled).toEqual([]);
  });

  it('skips none where that happens in a later reading', async () => {
    const fake = new Fake({ 'dxcon-a': ids(1, 2, 3, 4, 5), 'dxlag-a': [] });
    let pages = 0;
    fake.meanwhile = (question, page) => {
      if (question === 'dxcon-a' && page === 2 && ++pages === 2) fake.lines['dxcon-a'] = ids(2, 3, 4, 5);
    };
    expect(shown(await read(fake))['dxcon-a']).toEqual(ids(2, 3, 4, 5));
  });

  it('loses no line that moves to a port that was read already', async () => {
    const fake = new Fake({ 'dxcon-a': [], 'dxcon-b': [], 'dxcon-c': [], 'dxcon-d': [], 'dxcon-e': ids(1) });
    let hasMoved = false;
    fake.meanwhile = (question) => {
      if (question === 'dxcon-e' && !hasMoved) {
        hasMoved = true;
        fake.move('dxcon-line1', 'dxcon-e', 'dxcon-a');
      }
    };
    const reading = await read(fake);
    expect(shown(reading)['dxcon-a']).toEqual(ids(1));
    expect(reading.unsettled).toEqual([]);
  });

  it('says what keeps changing, and ends', async () => {
    const fake = new Fake({ 'dxcon-a': ids(1, 2), 'dxlag-a': ids(3) });
    fake.meanwhile = (question) => {
      if (question !== 'interconnects') return;
      const [from, to] = fake.lines['dxcon-a']?.includes('dxcon-line1')
        ? ['dxcon-a', 'dxlag-a']
        : ['dxlag-a', 'dxcon-a'];
      fake.move('dxcon-line1', from, to);
    };
    expect((await read(fake)).unsettled).toEqual(ids(1));
  });

  it('does not settle on a line that is shown on two ports', async () => {
    const fake = new Fake({ 'dxcon-a': ids(1), 'dxlag-a': ids(1, 2) });
    expect((await read(fake)).unsettled).toEqual(ids(1));
  });

  it.each([
    ['appears', (fake: Fake) => void Object.assign(fake.lines, { 'dxlag-new': ids(5) }), { 'dxlag-new': ids(5) }],
    ['goes', (fake: Fake) => void delete fake.lines['dxcon-b'], {}],
  ])('has what is there after a parent %s', async (_name, change, more) => {
    const fake = new Fake({ 'dxcon-a': ids(1), 'dxcon-b': [] });
    fake.meanwhile = (question, _page, asked) => {
      if (question === 'dxcon-a' && asked < 5) change(fake);
    };
    const reading = await read(fake);
    expect(shown(reading)).toEqual({
      'dxcon-a': ids(1),
      ...('dxcon-b' in fake.lines ? { 'dxcon-b': [] } : {}),
      ...more,
    });
    expect(reading.unsettled).toEqual([]);
  });

  it('takes no port for empty that is listed and not found', async () => {
    const fake = new Fake({ 'dxcon-a': ids(1), 'dxcon-b': [] });
    fake.meanwhile = (question) => {
      if (question === 'dxcon-b') throw noSuchParent('dxcon-b');
    };
    expect((await read(fake)).unsettled).toEqual(['dxcon-b']);
  });

  it('takes no answer without a list, and none without an end', async () => {
    const silent = { send: async () => ({}) } as unknown as DirectConnectClient;
    const ports = { clock: () => 0, say: () => {} };
    await expect(readDirectConnect({ client: silent, ...ports })).rejects.toThrow('answered without its list');
    const endless = { send: async () => ({ interconnects: [], lags: [], nextToken: 'more' }) };
    const client = endless as unknown as DirectConnectClient;
    await expect(readDirectConnect({ client, ...ports })).rejects.toThrow('more than 100 pages');
  });
});
