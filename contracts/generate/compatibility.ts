import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { breakingChanges, type Schema } from './schema-differ.ts';

const REQUEST = 'migration-request';

/**
 * Why `current` would break who knows the last release: both are folders with schemas and golden examples.
 *
 * @param mayGainEvents no one who knows the last release takes a type of event that they did not name
 */
export function incompatibilities(released: string, current: string, mayGainEvents = false): string[] {
  const before = schemasIn(released);
  const after = schemasIn(current);
  const changes = [...before].flatMap(([name, schema]) => {
    const now = after.get(name);
    if (!now) return [`${name}: the schema is gone`];
    return breakingChanges(schema, now, name === REQUEST ? 'request' : 'event').map((change) => `${name}: ${change}`);
  });
  const added = mayGainEvents ? [] : [...after.keys()].filter((name) => !before.has(name));
  return [
    ...changes,
    ...added.map((name) => `${name}: is new, and no one who knows the last release expects it`),
    ...invalidExamples('requests', released, after, 'by the new schema'),
    ...invalidExamples('events', released, after, 'by the new schema'),
    ...invalidExamples('events', current, before, 'by the released schema'),
  ];
}

export function schemasIn(folder: string): Map<string, Schema> {
  const files = globSync('schemas/*.schema.json', { cwd: folder }).sort();
  return new Map(files.map((file) => [basename(file, '.schema.json'), readJson(join(folder, file)) as Schema]));
}

/** A validator as others would use one. Formats are annotations, as JSON Schema 2020-12 has them by default. */
export function validatorOf(schema: Schema): (value: unknown) => boolean {
  const validate = new Ajv2020({ validateFormats: false, strict: false }).compile(schema);
  return (value) => validate(value) === true;
}

function invalidExamples(
  what: 'requests' | 'events',
  folder: string,
  schemas: ReadonlyMap<string, Schema>,
  by: string,
): string[] {
  const validators = new Map([...schemas].map(([name, schema]) => [name, validatorOf(schema)]));
  return globSync(`examples/${what}/*.json`, { cwd: folder }).flatMap((file) => {
    const example = readJson(join(folder, file)) as Record<string, unknown>;
    const name = what === 'requests' ? REQUEST : String(example['detail-type']).toLowerCase().replaceAll(' ', '-');
    // An event that is new altogether is none of theirs.
    return (validators.get(name)?.(example) ?? true) ? [] : [`${file}: is not valid ${by}`];
  });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
