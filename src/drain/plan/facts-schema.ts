import * as v from 'valibot';
import {
  CONNECTION_ID,
  FREEZE_NAME,
  type IdRule,
  PARENT_ID,
  REDUNDANCY_GROUP,
  TENANT_NAME,
} from '../../contract/ids.ts';
import { DRAINS_TENANT } from '../../migration/model/drains-tenant.ts';
import { amount, count, flag, id, list, requestId, text, time } from './fields.ts';

/*
 * What a plan rests on, as it was when the plan was made: so that a plan that no longer holds is refused with what has changed.
 * It is of the source, the targets, the lines on the source, and the lines elsewhere that belong to a group with one of those.
 */

const word = (description: string) => v.exactOptional(text(description));
const yes = (description: string) => v.exactOptional(flag(description));

export const lineFacts = v.strictObject({
  name: word('Its name.'),
  ownerAccount: word('The account that it belongs to.'),
  state: text('As Direct Connect has it; unknown where it says nothing.'),
  location: word('Its Direct Connect location.'),
  vlan: v.exactOptional(count('Its VLAN.', 0, 65_535)),
  mbps: v.exactOptional(amount('Its bandwidth, in Mbps.')),
  device: word('The device that it ends on.'),
  logicalDevice: word('The logical device that it ends on.'),
  jumboFrameCapable: yes('Whether it takes jumbo frames.'),
  macSecCapable: yes('Whether it can do MACsec.'),
  partnerInterconnectMacSecCapable: yes('Whether its interconnect can do MACsec.'),
  portEncryptionStatus: word('Whether MACsec is up.'),
  encryptionMode: word('no_encrypt, should_encrypt or must_encrypt.'),
  hasLogicalRedundancy: word('yes, no or unknown.'),
});

const link = v.strictObject({ id: text('The interconnect.'), state: text('Its state.') });

export const portFacts = v.strictObject({
  id: id(PARENT_ID, 'The interconnect or LAG.'),
  kind: v.picklist(['interconnect', 'lag']),
  name: word('Its name.'),
  state: text('As Direct Connect has it; unknown where it says nothing.'),
  location: word('Its Direct Connect location.'),
  device: word('Its device.'),
  logicalDevice: word('Its logical device.'),
  memberOf: v.exactOptional(id(PARENT_ID, 'The LAG that it is a member of.')),
  allowsHostedConnections: flag('False for a LAG that takes none.'),
  linkMbps: v.exactOptional(amount('Of it, or of each of its links, in Mbps.')),
  links: v.exactOptional(list(link, 64, 'Of a LAG.')),
  minimumLinks: v.exactOptional(count('Of a LAG.')),
  jumboFrameCapable: yes('Whether it takes jumbo frames.'),
  macSecCapable: yes('Whether it can do MACsec.'),
  encryptionMode: word('no_encrypt, should_encrypt or must_encrypt.'),
  hasLogicalRedundancy: word('yes, no or unknown.'),
  lines: count('How many hosted connections it has, without those that are going or gone.'),
  usedMbps: v.exactOptional(amount('Of those together; absent where it is not known of one.')),
  vlans: list(count('A VLAN.', 0, 65_535), 65_536, 'Their VLANs.'),
  cordoned: yes('Someone has cordoned it.'),
  closed: yes('It is closed: nothing is moved from or to it.'),
});

export const siblingFacts = v.strictObject({
  connectionId: id(CONNECTION_ID, 'A hosted connection that is not on the source.'),
  parentConnectionId: id(PARENT_ID, 'The interconnect or LAG that it is on.'),
  ownerAccount: word('The account that it belongs to.'),
  group: v.exactOptional(id(REDUNDANCY_GROUP, 'Its group, as the groups file names it.')),
  state: text('As Direct Connect has it.'),
  logicalDevice: word('The logical device that it ends on.'),
});

export const freezeFacts = v.strictObject({
  name: id(FREEZE_NAME, 'Its name.'),
  from: time('When it begins.'),
  until: time('When it is over.'),
  location: word('Only lines in this location.'),
  parent: v.exactOptional(id(PARENT_ID, 'Only lines from or to this parent.')),
});

/** Whoever orders: a tenant of the file, or the one of drains, whose name no file can have. */
export const ORDERING: IdRule = {
  pattern: new RegExp(`${TENANT_NAME.pattern.source}|^${DRAINS_TENANT}$`),
  what: `${TENANT_NAME.what}; or ${DRAINS_TENANT}`,
};

export const orderFacts = v.strictObject({
  connectionId: id(CONNECTION_ID, 'A line on the source, or one of the siblings.'),
  tenant: id(ORDERING, 'Whose order it is: an order system, or drains.'),
  requestId: requestId('Its id.'),
  state: text('Its state.'),
});

export const planFacts = v.strictObject({
  ports: list(portFacts, 64, 'The source and the targets, by their ids.'),
  siblings: list(
    siblingFacts,
    50_000,
    'Lines elsewhere that must not be down together with one of the source, by their ids.',
  ),
  freezes: list(freezeFacts, 1_000, 'Those that the window meets, by their names.'),
  orders: list(orderFacts, 50_000, 'Unfinished requests for those lines.'),
});

export type LineFacts = v.InferOutput<typeof lineFacts>;
export type PortFacts = v.InferOutput<typeof portFacts>;
export type SiblingFacts = v.InferOutput<typeof siblingFacts>;
export type FreezeFacts = v.InferOutput<typeof freezeFacts>;
export type OrderFacts = v.InferOutput<typeof orderFacts>;
export type PlanFacts = v.InferOutput<typeof planFacts>;
