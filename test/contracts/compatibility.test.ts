import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { incompatibilities, schemasIn } from '../../contracts/generate/compatibility.ts';
import { breakingChanges, type Kind, type Schema } from '../../contracts/generate/schema-differ.ts';
import { REASON_CODES } from '../../src/contract/reason.ts';
import { CONTRACTS, OPERATIONS, RELEASED, RELEASED_OPERATIONS } from './contracts.ts';

it('the current schemas break no one who relies on the last release', () => {
  expect(schemasIn(RELEASED).size).toBe(6);
  expect(incompatibilities(RELEASED, CONTRACTS)).toEqual([]);
  expect(schemasIn(RELEASED_OPERATIONS).size).toBe(1);
  expect(incompatibilities(RELEASED_OPERATIONS, OPERATIONS, true)).toEqual([]);
});

/** A copy of a published schema, changed. */
function changed(name: string, change: (schema: never) => void): [before: Schema, after: Schema, kind: Kind] {
  const before = schemasIn(CONTRACTS).get(name) ?? {};
  const after = structuredClone(before);
  change(after as never);
  return [before, after, name === 'migration-request' ? 'request' : 'event'];
}

interface ObjectSchema {
  properties: Record<string, ObjectSchema & Record<string, unknown>>;
  required: string[];
}
type Event = ObjectSchema & { $defs: Record<string, ObjectSchema> };

const request = (change: (schema: ObjectSchema) => void) => changed('migration-request', change);
const event = (change: (schema: Event) => void) => changed('hosted-connection-migration-failed', change);
/** Sets keywords of the schema of a field. */
const set = ({ properties }: ObjectSchema, field: string, keywords: object) =>
  Object.assign(properties, { [field]: { ...properties[field], ...keywords } });
const def = (schema: Event, name: string) => schema.$defs[name] ?? { properties: {}, required: [] };

describe('the differ rejects', () => {
  it.each<[string, ReturnType<typeof changed>, RegExp]>([
    ['a field of the request that is gone', request(({ properties }) => delete properties.orderId), /^orderId: /],
    ['a request field that takes less', request((s) => set(s, 'note', { maxLength: 128 })), /^note: maxLength/],
    ['a request field that is needed now', request(({ required }) => required.push('orderId')), /^orderId: /],
    [
      'another pattern of an id',
      request((s) => set(s, 'connectionId', { pattern: '^dxcon-' })),
      /^connectionId: pattern/,
    ],
    [
      'a request field of another type',
      request((s) => set(s, 'expectedVlan', { type: 'string' })),
      /^expectedVlan: type/,
    ],
    ['a lower limit that rises', request((s) => set(s, 'expectedVlan', { minimum: 2 })), /^expectedVlan: minimum/],
    ['fewer labels', request((s) => set(s, 'labels', { maxProperties: 8 })), /^labels: maxProperties/],
    ['another default of the request', request((s) => set(s, 'dryRun', { default: true })), /^dryRun: its default/],
    [
      'a field that is gone from an object that is closed with it',
      event((s) => {
        delete def(s, 'ConnectionRecord').properties.vlan;
        Object.assign(def(s, 'ConnectionRecord'), { additionalProperties: false });
      }),
      /^detail\.data\.connection/,
    ],
    [
      'shorter values of labels',
      request((s) => set(s, 'labels', { additionalProperties: { type: 'string', maxLength: 128 } })),
      /^labels\{\}: maxLength/,
    ],
    [
      'other keys of labels',
      request((s) => set(s, 'labels', { propertyNames: { pattern: '^[a-z]+$' } })),
      /^labels\[\]: pattern/,
    ],
    [
      'labels of no value',
      request((s) => set(s, 'labels', { additionalProperties: false })),
      /^labels: further fields/,
    ],
    [
      'a field of the record that is gone',
      event((s) => delete def(s, 'ConnectionRecord').properties.vlan),
      /^detail\.data\.connection\.vlan: /,
    ],
    [
      'an object of an event that does not say its fields any more',
      event((s) => Reflect.deleteProperty(def(s, 'Reason'), 'properties')),
      /^detail\.data\.reason\.code: /,
    ],
    [
      'a field of an event that may be missing now',
      event((s) => void def(s, 'EventMetadata').required.shift()),
      /^detail\.metadata\.eventId: /,
    ],
    [
      'a reason code that is new',
      event((s) => set(def(s, 'Reason'), 'code', { enum: [...REASON_CODES, 'NEW'] })),
      /^detail\.data\.reason\.code: enum/,
    ],
    [
      'an event field that may be null now',
      event((s) =>
        Object.assign(def(s, 'NormalizedRequest').properties, {
          requestId: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        }),
      ),
      /^detail\.data\.request\.requestId: /,
    ],
    [
      'a rule that it does not know',
      request((s) => set(s, 'note', { contentEncoding: 'base64' })),
      /^note: contentEncoding/,
    ],
  ])('%s', (_what, [before, after, kind], where) => {
    expect(breakingChanges(before, after, kind)).toContainEqual(expect.stringMatching(where));
  });
});

it('the differ names the field, not the schema, also inside what may be null', () => {
  const changes = changed('hosted-connection-migration-rejected', (schema: Event) => {
    set(def(schema, 'ConnectionRecord'), 'vlan', { type: 'string' });
    set(def(schema, 'EventMetadata'), 'correlationId', { anyOf: [{ type: 'string' }, { type: 'boolean' }] });
  });
  expect(breakingChanges(...changes)).toEqual([
    'detail.metadata.correlationId: anyOf has no boolean any more, or not yet',
    'detail.data.connection.vlan: type "string" does not fit "integer"',
  ]);
});

describe('the differ allows', () => {
  it.each<[string, ReturnType<typeof changed>]>([
    ['nothing changed', request(() => undefined)],
    ['a new optional field of the request', request((s) => set(s, 'costCentre', { type: 'string' }))],
    ['a longer note', request((s) => set(s, 'note', { maxLength: 512 }))],
    ['more VLANs', request((s) => set(s, 'expectedVlan', { minimum: 0, maximum: 8000 }))],
    ['another description', request((s) => set(s, 'note', { description: 'other words' }))],
    ['a new field of an event', event((s) => set(def(s, 'ConnectionRecord'), 'siteCode', { type: 'string' }))],
    ['an event field that is always there now', event((s) => def(s, 'EventMetadata').required.push('traceparent'))],
    [
      'an event field that is never null now',
      event((s) => set(def(s, 'Reason'), 'awsError', { anyOf: [{ type: 'string' }] })),
    ],
  ])('%s', (_what, [before, after, kind]) => {
    expect(breakingChanges(before, after, kind)).toEqual([]);
  });
});

it.each([
  ['to nothing', { $ref: '#/$defs/Nothing' }],
  ['to another place', { $ref: '#/properties/id' }],
  ['with a rule beside it', { $ref: '#/$defs/Text', maxLength: 1 }],
])('the differ does not judge a reference %s', (_what, field) => {
  const schema = { type: 'object', properties: { id: {}, field }, $defs: { Text: { type: 'string' } } };
  expect(() => breakingChanges(schema, schema, 'event')).toThrow('the differ does not follow #/');
});

it('an event that the last release does not know is rejected, unless consumers were told that more may come', () => {
  const released = mkdtempSync(join(tmpdir(), 'dx-migrator-released-'));
  cpSync(RELEASED, released, { recursive: true });
  rmSync(join(released, 'schemas/hosted-connection-migration-held.schema.json'));

  const problems = incompatibilities(released, CONTRACTS);
  const problemsWhereExpected = incompatibilities(released, CONTRACTS, true);

  rmSync(released, { recursive: true });
  expect(problems).toEqual([expect.stringContaining('hosted-connection-migration-held: is new')]);
  expect(problemsWhereExpected).toEqual([]);
});
