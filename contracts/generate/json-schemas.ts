import { type ConversionConfig, type JsonSchema, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { connectionRecord } from '../../src/contract/connection-record.ts';
import { DETAIL_TYPES } from '../../src/contract/event-names.ts';
import { EVENT_SCHEMAS, eventMetadata, normalizedRequest } from '../../src/contract/event-schema.ts';
import { reason } from '../../src/contract/reason.ts';
import { requestSchema } from '../../src/contract/request-schema.ts';

export type Outcome = keyof typeof DETAIL_TYPES;

/** What is published as a schema of its own, by the name of its type: the schema that the code works by. */
export const PUBLISHED: Readonly<Record<string, GenericSchema>> = {
  MigrationRequest: requestSchema,
  ...Object.fromEntries(Object.entries(EVENT_SCHEMAS).map(([outcome, schema]) => [typeOf(outcome as Outcome), schema])),
};

/** What several events share. */
const SHARED = {
  EventMetadata: eventMetadata,
  NormalizedRequest: normalizedRequest,
  ConnectionRecord: connectionRecord,
  Reason: reason,
};

/** The name of an event's type: Hosted Connection Migrated → HostedConnectionMigrated. */
export function typeOf(outcome: Outcome): string {
  return DETAIL_TYPES[outcome].replaceAll(' ', '');
}

/** The name of a type's file: MigrationRequest → migration-request. */
export function fileOf(type: string): string {
  return type.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

/** JSON Schema, draft 2020-12, of each type that is published. Every one stands alone. */
export function jsonSchemas(): Map<string, JsonSchema> {
  return new Map(
    Object.entries(PUBLISHED).map(([type, schema]) => {
      const config: ConversionConfig = { ...CONVERSION, target: 'draft-2020-12', definitions: SHARED };
      const { $schema, $defs = {}, ...rest } = toJsonSchema(schema, config);
      const used = Object.entries($defs).filter(([name]) => JSON.stringify(rest).includes(`"#/$defs/${name}"`));
      const shared = used.length > 0 ? { $defs: Object.fromEntries(used) } : {};
      return [type, { $schema, $id: `urn:dx-migrator:v1:${fileOf(type)}`, title: type, ...rest, ...shared }];
    }),
  );
}

/** All of them, and what they share, for a document that has its schemas in one place. In draft 7, as AsyncAPI wants them. */
export function componentSchemas(pathOf: (type: string) => string): Record<string, JsonSchema> {
  const overrideRef: ConversionConfig['overrideRef'] = ({ referenceId }) => pathOf(referenceId);
  return toJsonSchemaDefs({ ...SHARED, ...PUBLISHED }, { ...CONVERSION, target: 'draft-07', overrideRef });
}

const CONVERSION: ConversionConfig = {
  typeMode: 'input',
  // What the rules of our own mean stands beside them, as v.metadata, which is merged into the result.
  overrideSchema: ({ valibotSchema }) => (valibotSchema.type === 'custom' ? {} : undefined),
  // Rules between fields that JSON Schema cannot say; test/contracts/agreement.test.ts lists them.
  ignoreActions: ['check'],
};
