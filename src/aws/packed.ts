import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { LedgerError } from '../migration/model/ledger-error.ts';
import { type Attributes, binary } from './attributes.ts';

/**
 * What attempts and events of requests have in common: compressed with it, they take a third of their size, and a write is charged by
 * the item's. Never changed, for what is stored is read with it: a better one gets the next number.
 */
const DICTIONARY = Buffer.from(
  [
    '"reason":{"code":"DIRECT_CONNECT_REFUSED","message":"","awsError":"DirectConnectClientException"},"disposition":"alreadyThere",',
    '"observedAt":"","notBefore":"","notAfter":"","expectedVlan":,"dryRun":true,"redundancyGroup":"","orderId":"","traceparent":"00-',
    '"macSecKeys":[{"ckn":"","state":"associated","startOn":""}],"tags":[{"key":"","value":""}],"lagId":"dxlag-',
    '{"eventId":"","source":"dx-migrator","detailType":"Hosted Connection Migrated","detail":"{\\"metadata\\":{\\"eventId\\":\\"',
    '\\",\\"schemaVersion\\":\\"1\\",\\"service\\":\\"dx-migrator\\",\\"occurredAt\\":\\"2026-01-01T00:00:00.000Z\\",\\"serviceVersion\\":\\"0.1.0',
    '\\",\\"correlationId\\":\\"\\",\\"causationId\\":\\"\\"},\\"data\\":{\\"outcome\\":\\"MIGRATED\\",\\"disposition\\":\\"moved\\",\\"tenant\\":\\"',
    '\\",\\"request\\":{\\"requestId\\":\\"\\",\\"connectionId\\":\\"dxcon-\\",\\"expectedParentConnectionId\\":\\"dxcon-\\",',
    '\\"parentConnectionId\\":\\"dxlag-\\",\\"requestedAt\\":\\"\\",\\"correlationId\\":null},\\"previousParentConnectionId\\":\\"dxcon-\\",',
    '\\"parentConnectionId\\":\\"dxlag-\\",\\"connection\\":{\\"ownerAccount\\":\\"\\",\\"connectionId\\":\\"dxcon-\\",\\"connectionName\\":\\"',
    '\\",\\"connectionState\\":\\"available\\",\\"region\\":\\"us-east-1\\",\\"location\\":\\"\\",\\"bandwidth\\":\\"1Gbps\\",\\"vlan\\":,',
    '\\"partnerName\\":\\"\\",\\"loaIssueTime\\":\\"2026-01-01T00:00:00.000Z\\",\\"lagId\\":\\"dxlag-\\",\\"awsDevice\\":\\"\\",',
    '\\"jumboFrameCapable\\":true,\\"awsDeviceV2\\":\\"\\",\\"awsLogicalDeviceId\\":\\"\\",\\"hasLogicalRedundancy\\":\\"unknown\\",\\"tags\\":[],',
    '\\"providerName\\":\\"\\",\\"macSecCapable\\":false,\\"portEncryptionStatus\\":\\"Encryption Down\\",\\"encryptionMode\\":\\"no_encrypt\\",',
    '\\"macSecKeys\\":[],\\"partnerInterconnectMacSecCapable\\":false},\\"attempts\\":1,\\"startedAt\\":\\"2026-01-01T00:00:00.000Z\\",',
    '\\"finishedAt\\":\\"2026-01-01T00:00:00.000Z\\",\\"awsRequestId\\":\\"\\",\\"reason\\":null}}"}',
    '{"id":"","startedAtMs":1790000000000,"previousParent":"dxcon-","seen":{"ownerAccount":"","connectionId":"dxcon-","connectionName":"',
    '","connectionState":"available","region":"us-east-1","location":"","bandwidth":"1Gbps","vlan":,"partnerName":"","loaIssueTime":"',
    '2026-01-01T00:00:00.000Z","awsDevice":"","jumboFrameCapable":true,"awsDeviceV2":"","awsLogicalDeviceId":"","hasLogicalRedundancy":"',
    'unknown","tags":[],"providerName":"","macSecCapable":false,"portEncryptionStatus":"Encryption Down","encryptionMode":"no_encrypt",',
    '"macSecKeys":[],"partnerInterconnectMacSecCapable":false},"finishedAtMs":1790000000000,"awsRequestId":"","unclear":true}',
  ].join(''),
);

/** The first byte of what is stored: which dictionary it is compressed with. */
const NUMBER = 1;

/** What someone else has written in its place is not unpacked without end. */
const MOST_BYTES = 1024 * 1024;

/** A structure as compressed JSON. */
export function packed(value: object): Attributes[string] {
  const bytes = deflateRawSync(JSON.stringify(value), {
    dictionary: DICTIONARY,
    level: constants.Z_BEST_COMPRESSION,
    memLevel: 4,
  });
  return binary(Buffer.concat([Buffer.of(NUMBER), bytes]));
}

/** @throws LedgerError for one that another version has written */
export function readPacked<T>(item: Attributes, name: string): T | undefined {
  const attribute = item[name];
  if (attribute === undefined) return undefined;
  if (attribute.B?.[0] !== NUMBER)
    throw new LedgerError('an item', `has a "${name}" that is not compressed as this version does it`);
  const text = inflateRawSync(attribute.B.subarray(1), {
    dictionary: DICTIONARY,
    maxOutputLength: MOST_BYTES,
  }).toString();
  return JSON.parse(text) as T;
}
