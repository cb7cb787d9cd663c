import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { fileOf } from '../../contracts/generate/contract.ts';
import { PUBLISHED_CONTRACTS } from '../../contracts/generate/contracts.ts';
import { jsonSchemas } from '../../contracts/generate/json-schemas.ts';
import { folderOf } from './contracts.ts';

const SCHEMAS = PUBLISHED_CONTRACTS.flatMap((contract) =>
  [...jsonSchemas(contract)].map(([type, schema]) => [type, contract.folder, schema] as const),
);

/** The mutation run has this one only: up-to-date.test.ts makes all the rest too, which takes it too long. */
it.each(SCHEMAS)('the published schema of %s is the one that the code works by', (type, folder, schema) => {
  const file = join(folderOf(folder), 'schemas', `${fileOf(type)}.schema.json`);
  expect(schema).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});

/** A keyword that is misspelt, or stands where it says nothing, is passed over by most validators. */
it.each(SCHEMAS)('the published schema of %s is one by strict rules', (_type, _folder, schema) => {
  const strict = new Ajv2020({ strict: true, validateFormats: false });
  expect(() => strict.compile(schema as object)).not.toThrow();
});
