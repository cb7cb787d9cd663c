import { describe, expect, it } from 'vitest';
import type { ConnectionRecord } from '../../../../src/contract/connection-record.ts';
import { isSilent, worseThan } from '../../../../src/migration/verification/compare.ts';

const STATES = ['ordering', 'requested', 'pending', 'available', 'down', 'deleting', 'deleted', 'rejected', 'unknown'];

/** After a move, beside `available` and the state that it had before. */
const AS_GOOD: Record<string, string[]> = { ordering: ['requested', 'pending'], requested: ['pending'] };

const RECORD: ConnectionRecord = {
  ...{ connectionId: 'dxcon-line1', ownerAccount: '111122223333', vlan: 101, bandwidth: '1Gbps' },
  ...{ connectionState: 'available', jumboFrameCapable: true, macSecCapable: true, hasLogicalRedundancy: 'yes' },
  ...{
    partnerInterconnectMacSecCapable: true,
    portEncryptionStatus: 'Encryption Up',
    lagId: 'dxlag-a',
    awsDevice: 'a',
  },
};

describe('of a line that was moved', () => {
  it.each(STATES.flatMap((before) => STATES.map((after) => [before, after] as const)))(
    'the state %s before and %s after',
    (before, after) => {
      const isAsGood = after === 'available' || after === before || AS_GOOD[before]?.includes(after);
      const failings = worseThan({ connectionState: before }, { connectionState: after });
      expect(failings).toEqual(isAsGood ? [] : ['STATE']);
    },
  );

  it('where it is and what its device is may have changed', () => {
    expect(worseThan(RECORD, { ...RECORD, lagId: 'dxlag-b', awsDevice: 'b', connectionName: 'other' })).toEqual([]);
  });

  it.each<[Partial<ConnectionRecord>, string]>([
    [{ vlan: 102 }, 'VLAN'],
    [{ ownerAccount: '444455556666' }, 'OWNER'],
    [{ bandwidth: '500Mbps' }, 'BANDWIDTH'],
    [{ jumboFrameCapable: false }, 'JUMBO_FRAMES'],
    [{ macSecCapable: false }, 'MACSEC'],
    [{ partnerInterconnectMacSecCapable: false }, 'MACSEC'],
    [{ portEncryptionStatus: 'Encryption Down' }, 'MACSEC'],
    [{ hasLogicalRedundancy: 'no' }, 'REDUNDANCY'],
    [{ hasLogicalRedundancy: 'unknown' }, 'REDUNDANCY'],
  ])('%j is worse', (change, failing) => {
    expect(worseThan(RECORD, { ...RECORD, ...change })).toEqual([failing]);
    const [name = ''] = Object.keys(change) as (keyof ConnectionRecord)[];
    const { [name as keyof ConnectionRecord]: _, ...without } = RECORD;
    expect(worseThan(RECORD, without), 'what is not said any more').toEqual([failing]);
    expect(worseThan(without, { ...RECORD, ...change }), 'what was not said before is not missed').toEqual([]);
  });

  it('what was not there before is not missed, and better is as good', () => {
    const plain = {
      ...RECORD,
      ...{ jumboFrameCapable: false, macSecCapable: false, hasLogicalRedundancy: 'no' },
      ...{ partnerInterconnectMacSecCapable: false, portEncryptionStatus: 'Encryption Down' },
    };
    expect(worseThan(plain, RECORD)).toEqual([]);
    expect(worseThan(plain, plain)).toEqual([]);
  });

  it('a state that Direct Connect does not know says nothing, unless it did not before', () => {
    const unknown = { connectionState: 'unknown' };
    expect([isSilent(RECORD, unknown), isSilent(RECORD, {}), isSilent(unknown, {}), isSilent({}, unknown)]).toEqual([
      ...[true, true, false, false],
    ]);
    expect([isSilent(unknown, RECORD), isSilent(RECORD, RECORD)]).toEqual([false, false]);
  });
});
