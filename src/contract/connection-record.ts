import * as v from 'valibot';
import { object } from './object.ts';
import { EVENT_TIME } from './time.ts';

const text = (description: string) => v.exactOptional(v.pipe(v.string(), v.description(description)));
const flag = (description: string) => v.exactOptional(v.pipe(v.boolean(), v.description(description)));

const tag = object({ key: v.exactOptional(v.string()), value: v.exactOptional(v.string()) });
const macSecKey = object({
  ckn: text('Name of the key (Connection Key Name).'),
  state: text('State of its association with the connection.'),
  startOn: text('From when on it is used.'),
});

/**
 * The connection record that consumers receive: `Connection` of the Direct Connect API (version 2012-10-25) under its
 * API names, with two exceptions: `loaIssueTime` is RFC 3339, and a MACsec key's `secretARN` stays inside. A field that
 * Direct Connect did not send is absent.
 */
export const connectionRecord = v.pipe(
  object({
    ownerAccount: text('The account that the connection belongs to: the customer.'),
    connectionId: text('dxcon- id of the hosted connection.'),
    connectionName: text('Its name.'),
    connectionState: text('ordering, requested, pending, available, down, deleting, deleted, rejected or unknown.'),
    region: text('The Region that it is in.'),
    location: text('The Direct Connect location.'),
    bandwidth: text('Such as 1Gbps.'),
    vlan: v.exactOptional(v.pipe(v.number(), v.integer(), v.description('Its VLAN; a move does not change it.'))),
    partnerName: text('The partner that it comes from.'),
    loaIssueTime: v.exactOptional(
      v.pipe(
        v.string(),
        v.regex(EVENT_TIME),
        v.metadata({ format: 'date-time', description: 'When the letter of authorisation was last issued.' }),
      ),
    ),
    lagId: text('The LAG that it is on, if it is on one.'),
    awsDevice: text('The device, by its older name.'),
    jumboFrameCapable: flag('Whether it takes jumbo frames.'),
    awsDeviceV2: text('The device that it ends on.'),
    awsLogicalDeviceId: text('The logical device that it ends on.'),
    hasLogicalRedundancy: text('yes, no or unknown.'),
    tags: v.exactOptional(v.pipe(v.array(tag), v.description('Its tags, as far as they are shown.'))),
    providerName: text('The provider of the line.'),
    macSecCapable: flag('Whether it can do MACsec.'),
    portEncryptionStatus: text('Whether MACsec is up.'),
    encryptionMode: text('no_encrypt, should_encrypt or must_encrypt.'),
    macSecKeys: v.exactOptional(v.pipe(v.array(macSecKey), v.description('Its MACsec keys, without their secrets.'))),
    partnerInterconnectMacSecCapable: flag('Whether the interconnect can do MACsec.'),
  }),
  v.description('The connection as Direct Connect describes it, under its API names.'),
);

export type ConnectionRecord = v.InferOutput<typeof connectionRecord>;
