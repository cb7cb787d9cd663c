import { type ConversionConfig, type JsonSchema, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import { type Contract, fileOf } from './contract.ts';

type Schemas = Pick<Contract, 'folder' | 'published' | 'shared'>;

/** JSON Schema, draft 2020-12, of each type that is published. Every one stands alone. */
export function jsonSchemas({ folder, published, shared }: Schemas): Map<string, JsonSchema> {
  return new Map(
    Object.entries(published).map(([type, schema]) => {
      const config: ConversionConfig = { ...CONVERSION, target: 'draft-2020-12', definitions: shared };
      const { $schema, $defs = {}, ...rest } = toJsonSchema(schema, config);
      // By the schema, or by another definition.
      const references = JSON.stringify([rest, $defs]);
      const used = Object.entries($defs).filter(([name]) => references.includes(`"#/$defs/${name}"`));
      const definitions = used.length > 0 ? { $defs: Object.fromEntries(used) } : {};
      const $id = `urn:dx-migrator:${folder.replaceAll('/', ':')}:${fileOf(type)}`;
      return [type, { $schema, $id, title: type, ...rest, ...definitions }];
    }),
  );
}

/** All of them, and what they share, for a document that has its schemas in one place. In draft 7, as AsyncAPI wants them. */
export function componentSchemas(
  { published, shared }: Schemas,
  pathOf: (type: string) => string,
): Record<string, JsonSchema> {
  const overrideRef: ConversionConfig['overrideRef'] = ({ referenceId }) => pathOf(referenceId);
  return toJsonSchemaDefs({ ...shared, ...published }, { ...CONVERSION, target: 'draft-07', overrideRef });
}

const CONVERSION: ConversionConfig = {
  typeMode: 'input',
  // What the rules of our own mean stands beside them, as v.metadata, which is merged into the result.
  overrideSchema: ({ valibotSchema }) => (valibotSchema.type === 'custom' ? {} : undefined),
  // Rules between fields that JSON Schema cannot say; test/contracts/agreement.test.ts lists them.
  ignoreActions: ['check'],
};
