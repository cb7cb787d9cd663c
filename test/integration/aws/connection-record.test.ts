import type { Connection } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { toConnectionRecord } from '../../../src/aws/to-connection-record.ts';
import type { ConnectionRecord } from '../../../src/contract/connection-record.ts';
import { adapterFor, answerJson, startRawServer } from './harness.ts';

const SECRET_ARN = 'arn:aws:secretsmanager:us-west-1:111122223333:secret:directconnect!prod/key-1';

/** Every field of contract version 1 at once; no real connection has all of them. */
const RECORD: Required<ConnectionRecord> = {
  ownerAccount: '111122223333',
  connectionId: 'dxcon-a1',
  connectionName: 'first line',
  connectionState: 'available',
  region: 'us-west-1',
  location: 'EqSV5',
  bandwidth: '500Mbps',
  vlan: 101,
  partnerName: 'Partner',
  loaIssueTime: '2024-05-01T12:00:00.250Z',
  lagId: 'dxlag-a1',
  awsDevice: 'device-1',
  jumboFrameCapable: false,
  awsDeviceV2: 'device-2',
  awsLogicalDeviceId: 'device-3',
  hasLogicalRedundancy: 'unknown',
  tags: [{ key: 'team', value: 'network' }, { key: 'flag' }],
  providerName: 'Provider',
  macSecCapable: true,
  portEncryptionStatus: 'Encryption Up',
  encryptionMode: 'must_encrypt',
  macSecKeys: [
    { ckn: '0123abcd', state: 'associated', startOn: '2024-05-01T00:00:00Z' },
    { ckn: '4567abcd', state: 'associating' },
  ],
  partnerInterconnectMacSecCapable: true,
};

/** The same as `Connection` on the wire: a timestamp is a number of seconds since the epoch. */
const WIRE = {
  ...RECORD,
  loaIssueTime: Date.parse(RECORD.loaIssueTime) / 1000,
  tags: [{ key: 'team', value: 'network', addedLater: 1 }, { key: 'flag' }],
  macSecKeys: RECORD.macSecKeys.map((key) => ({ ...key, secretARN: SECRET_ARN, addedLater: 1 })),
  addedLater: { secretARN: SECRET_ARN },
};

/** The records that both conversions make of one `Connection`. */
async function recordsOf(connection: object): Promise<unknown[]> {
  const server = await startRawServer((response, _request, number) =>
    answerJson(response, number === 1 ? connection : { connections: [connection], addedLater: 1 }),
  );
  const { associate, listHosted } = adapterFor(server.url);
  const answer = await associate('dxcon-a1', 'dxlag-a1');
  const { lines } = await listHosted('dxlag-a1');
  return ['connection' in answer ? answer.connection : answer, ...lines];
}

describe('the connection record', () => {
  it('has every field of the contract, and nothing else that the API may add', async () => {
    for (const record of await recordsOf(WIRE)) expect(record).toStrictEqual(RECORD);
  });

  // The SDK leaves out what its own model does not name; a later one will name more.
  it('has no more fields if a later SDK returns more', () => {
    const later = { ...WIRE, loaIssueTime: new Date(RECORD.loaIssueTime) };

    expect(toConnectionRecord(later as Connection)).toStrictEqual(RECORD);
  });

  it('carries no secretARN, wherever it came from', async () => {
    expect(JSON.stringify(await recordsOf(WIRE))).not.toMatch(/secret/i);
  });

  it('leaves out what is missing, and keeps what is empty', async () => {
    const sparse = { connectionId: 'dxcon-a1', connectionName: '', tags: [], macSecKeys: [], lagId: null };

    for (const record of await recordsOf(sparse)) {
      expect(record).toStrictEqual({ connectionId: 'dxcon-a1', connectionName: '', tags: [], macSecKeys: [] });
    }
  });

  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1_714_564_800, '2024-05-01T12:00:00.000Z'],
    [1_714_564_800.5, '2024-05-01T12:00:00.500Z'],
  ])('has the time of the letter %d in UTC with milliseconds', async (loaIssueTime, expected) => {
    for (const record of await recordsOf({ connectionId: 'dxcon-a1', loaIssueTime })) {
      expect(record).toHaveProperty('loaIssueTime', expected);
    }
  });

  it.each([253_402_300_800, -62_167_219_201, 1e300])(
    'leaves out a time of the letter that an event cannot express (%d), and the move is still reported as done',
    async (loaIssueTime) => {
      for (const record of await recordsOf({ connectionId: 'dxcon-a1', loaIssueTime })) {
        expect(record).toStrictEqual({ connectionId: 'dxcon-a1' });
      }
    },
  );

  it('that cannot be read leaves the answer unclear', async () => {
    const server = await startRawServer((response) =>
      answerJson(response, { connectionId: 'dxcon-a1', loaIssueTime: 'yesterday' }),
    );

    expect(await adapterFor(server.url).associate('dxcon-a1', 'dxlag-a1')).toMatchObject({ kind: 'unclear' });
  });
});
