import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { componentSchemas, PUBLISHED } from './json-schemas.ts';

const BANNER = `/**
 * Types of dx-migrator's contract, version 1, for those who do not want the package: generated from the same source as
 * the JSON Schemas. Fields that a later release adds are not in them; do not refuse what they do not name.
 */`;

const pathOf = (type: string) => `#/definitions/${type}`;

/** One TypeScript declaration file for all that is published. */
export async function types(): Promise<string> {
  const root = {
    description: 'Every message of the contract.',
    oneOf: Object.keys(PUBLISHED).map((type) => ({ $ref: pathOf(type) })),
    definitions: componentSchemas(pathOf),
  };
  const declarations = await compile(root as JSONSchema, 'Message', {
    bannerComment: BANNER,
    unknownAny: true,
    additionalProperties: false,
    style: { singleQuote: true, printWidth: 120 },
  });
  // What refers to what is plain from the types themselves.
  return declarations.replaceAll(
    / \*\n \* This interface was referenced by .*\n \* via the `definition` ".*"\.\n/g,
    '',
  );
}
