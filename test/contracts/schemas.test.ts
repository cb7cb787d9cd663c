import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { fileOf, jsonSchemas } from '../../contracts/generate/json-schemas.ts';
import { CONTRACTS } from './contracts.ts';

/** The mutation run has this one only: up-to-date.test.ts makes all the rest too, which takes it too long. */
it.each([...jsonSchemas()])('the published schema of %s is the one that the code works by', (type, schema) => {
  const file = join(CONTRACTS, 'schemas', `${fileOf(type)}.schema.json`);
  expect(schema).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});

/** A keyword that is misspelt, or stands where it says nothing, is passed over by most validators. */
it.each([...jsonSchemas()])('the published schema of %s is one by strict rules', (_type, schema) => {
  const strict = new Ajv2020({ strict: true, validateFormats: false });
  expect(() => strict.compile(schema as object)).not.toThrow();
});
