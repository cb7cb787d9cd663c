import type { Connection } from '@aws-sdk/client-direct-connect';
import fc from 'fast-check';

const character = fc.constantFrom('x', '"', '\\', '漢', '😀', '\b', '\u0000', '\uD800', '\uFFFE', '\t');
const text = fc.tuple(character, fc.constantFrom(1, 255, 256, 257, 5_000)).map(([one, n]) => one.repeat(n));
const many = fc.constantFrom(1, 50, 300);
const listOf = <T>(entry: fc.Arbitrary<T>) =>
  fc.tuple(entry, many).map(([one, n]) => Array.from({ length: n }, () => one));

const TEXTS = [
  ...['connectionName', 'region', 'location', 'bandwidth', 'partnerName', 'lagId', 'awsDevice', 'awsDeviceV2'],
  ...['awsLogicalDeviceId', 'hasLogicalRedundancy', 'providerName', 'portEncryptionStatus', 'encryptionMode'],
];
/** What Direct Connect may describe at most, and beyond it: texts and lists of any length, and characters that grow in JSON. */
export const longConnections: fc.Arbitrary<Connection> = fc.record({
  ...Object.fromEntries(TEXTS.map((name) => [name, text])),
  tags: listOf(fc.record({ key: text, value: text })),
  macSecKeys: listOf(fc.record({ ckn: text, state: text, startOn: text, secretARN: text })),
}) as never;
