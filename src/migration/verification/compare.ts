import type { ConnectionRecord } from '../../contract/connection-record.ts';
import type { Failing } from '../../contract/operations/names.ts';

/**
 * States of a connection that are no worse than the one that it had before it was moved, beside that one itself and `available`. An
 * order goes its way whatever port it is on: ordering (or requested), pending, then available; from the customer's confirmation on,
 * `down` is worse. ("connectionState" of Connection, Direct Connect API Reference)
 */
const NO_WORSE: Readonly<Record<string, readonly string[]>> = {
  ordering: ['requested', 'pending'],
  requested: ['pending'],
};

/** "The state of the connection is not available": no state at all. */
const UNKNOWN = 'unknown';

/** What is worse than before, or not the same where it has to be. What Direct Connect did not say before is not missed. */
export function worseThan(before: ConnectionRecord, after: ConnectionRecord): Failing[] {
  const failing: Record<string, boolean> = {
    VLAN: isOther(before.vlan, after.vlan),
    OWNER: isOther(before.ownerAccount, after.ownerAccount),
    BANDWIDTH: isOther(before.bandwidth, after.bandwidth),
    STATE: !isStateAsGood(before.connectionState, after.connectionState),
    JUMBO_FRAMES: isLost(before.jumboFrameCapable, after.jumboFrameCapable, true),
    MACSEC:
      isLost(before.macSecCapable, after.macSecCapable, true) ||
      isLost(before.partnerInterconnectMacSecCapable, after.partnerInterconnectMacSecCapable, true) ||
      isLost(before.portEncryptionStatus, after.portEncryptionStatus, 'Encryption Up'),
    REDUNDANCY: isLost(before.hasLogicalRedundancy, after.hasLogicalRedundancy, 'yes'),
  };
  return (Object.keys(failing) as Failing[]).filter((name) => failing[name]);
}

/** Whether a record says nothing of the state, though one from before the move did: a look that shows it judges nothing. */
export function isSilent(before: ConnectionRecord, after: ConnectionRecord): boolean {
  return stateOf(after) === UNKNOWN && stateOf(before) !== UNKNOWN;
}

function stateOf({ connectionState = UNKNOWN }: ConnectionRecord): string {
  return connectionState;
}

function isStateAsGood(before = UNKNOWN, after = UNKNOWN): boolean {
  return after === 'available' || after === before || (NO_WORSE[before]?.includes(after) ?? false);
}

function isOther(before: unknown, after: unknown): boolean {
  return before !== undefined && after !== before;
}

function isLost<Value>(before: Value | undefined, after: Value | undefined, good: Value): boolean {
  return before === good && after !== good;
}
