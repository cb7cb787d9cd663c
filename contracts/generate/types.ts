import { compile, type JSONSchema } from 'json-schema-to-typescript';
import type { Contract } from './contract.ts';
import { componentSchemas } from './json-schemas.ts';

const pathOf = (type: string) => `#/definitions/${type}`;

/** One TypeScript declaration file for all that is published of a contract. */
export async function types(contract: Contract): Promise<string> {
  const root = {
    description: 'Every message of the contract.',
    oneOf: Object.keys(contract.published).map((type) => ({ $ref: pathOf(type) })),
    definitions: componentSchemas(contract, pathOf),
  };
  const declarations = await compile(root as JSONSchema, 'Message', {
    bannerComment: bannerOf(contract),
    unknownAny: true,
    additionalProperties: false,
    // As lists: a tuple for each length that is allowed would be pages long.
    maxItems: -1,
    style: { singleQuote: true, printWidth: 120 },
  });
  // What refers to what is plain from the types themselves.
  return declarations.replaceAll(
    / \*\n \* This interface was referenced by .*\n \* via the `definition` ".*"\.\n/g,
    '',
  );
}

function bannerOf({ name }: Contract): string {
  return `/**
 * Types of dx-migrator's ${name}, for those who do not want the package: generated from the same source as
 * the JSON Schemas. Fields that a later release adds are not in them; do not refuse what they do not name.
 */`;
}
