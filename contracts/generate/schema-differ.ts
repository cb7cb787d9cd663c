import { isDeepStrictEqual } from 'node:util';

/** A JSON Schema of the kind that is published here. What the differ does not know in it, it refuses to judge. */
export type Schema = { readonly [keyword: string]: unknown };

/** Requests are written by others, so that less must not be taken. Events are read by others: no more, and no less, may come. */
export type Kind = 'request' | 'event';

/**
 * What in a change of a schema breaks those who know the one before: a request that was taken and is not any more, an
 * event that the schema before does not allow, a field of an event that is gone. Sentences that name the field.
 */
export function breakingChanges(before: Schema, after: Schema, kind: Kind): string[] {
  // Every request that was valid must be valid; every event that can come must be valid as it was.
  const [old, now] = [withoutRefs(before, before), withoutRefs(after, after)];
  return kind === 'request' ? uncontained(old, now, '') : uncontained(now, old, '');
}

const REF = '#/$defs/';

/** The schema with its own definitions in the places that refer to them; the published ones do not recurse. */
function withoutRefs(part: unknown, root: Schema): Schema {
  if (Array.isArray(part)) return part.map((one) => withoutRefs(one, root)) as unknown as Schema;
  if (typeof part !== 'object' || part === null) return part as Schema;
  const { $ref, $defs, ...rest } = part as Schema;
  const target = typeof $ref === 'string' ? (root.$defs as Schema | undefined)?.[$ref.slice(REF.length)] : {};
  const entries = Object.entries({ ...(target as Schema), ...rest });
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, withoutRefs(value, root)]));
}

/** Why not every value that is valid by `inner` is valid by `outer`; empty if it is. */
function uncontained(inner: Schema, outer: Schema, path: string): string[] {
  const choices = alternatives(outer);
  return alternatives(inner).flatMap((one) => {
    const reasons = choices.map((other) => compare(one, other, path));
    if (reasons.some((list) => list.length === 0)) return [];
    return reasons.length === 1 ? (reasons[0] ?? []) : [`${name(path)}: ${show(one)} is not among ${show(choices)}`];
  });
}

function alternatives({ anyOf, ...rest }: Schema): Schema[] {
  return Array.isArray(anyOf) ? anyOf.map((one: Schema) => ({ ...rest, ...one })) : [rest];
}

const ANNOTATIONS = new Set(['$schema', '$id', 'title', 'description', 'format', 'default', 'examples']);
const UPPER_BOUNDS = new Set(['maximum', 'maxLength', 'maxItems', 'maxProperties']);
const LOWER_BOUNDS = new Set(['minimum', 'minLength', 'minItems', 'minProperties']);
const OF_OBJECTS = new Set(['properties', 'required', 'additionalProperties']);
const OF_SCHEMAS = new Set(['items', 'propertyNames']);

function compare(inner: Schema, outer: Schema, path: string): string[] {
  const values = valuesOf(inner);
  const keywords = Object.keys(outer).filter((keyword) => !ANNOTATIONS.has(keyword) && !OF_OBJECTS.has(keyword));
  return [
    ...keywords.flatMap((keyword) => compareKeyword(keyword, inner, outer, values, path)),
    ...([...OF_OBJECTS].some((keyword) => keyword in outer) ? compareObjects(inner, outer, path) : []),
  ];
}

function compareKeyword(
  keyword: string,
  inner: Schema,
  outer: Schema,
  values: unknown[] | undefined,
  path: string,
): string[] {
  const [one, other] = [inner[keyword], outer[keyword]];
  if (isDeepStrictEqual(one, other)) return [];
  if (OF_SCHEMAS.has(keyword)) return uncontained((one ?? {}) as Schema, other as Schema, `${path}[]`);
  const isAllowed =
    (keyword === 'const' && values?.every((value) => value === other)) ||
    (keyword === 'enum' && values?.every((value) => (other as unknown[]).includes(value))) ||
    (keyword === 'type' &&
      ((other === 'number' && one === 'integer') || values?.every((value) => isOf(value, other)))) ||
    (UPPER_BOUNDS.has(keyword) && typeof one === 'number' && one <= (other as number)) ||
    (LOWER_BOUNDS.has(keyword) && typeof one === 'number' && one >= (other as number));
  return isAllowed ? [] : [`${name(path)}: ${keyword} ${show(one)} does not fit ${show(other)}`];
}

function valuesOf(schema: Schema): unknown[] | undefined {
  if ('const' in schema) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

function isOf(value: unknown, type: unknown): boolean {
  return (value === null ? 'null' : typeof value) === type;
}

interface Objects {
  properties: Readonly<Record<string, Schema>>;
  required: readonly string[];
  /** Of properties that are not named: false if there may be none. */
  others: Schema | false;
}

function objectsOf({ properties = {}, required = [], additionalProperties = {} }: Schema): Objects {
  return { properties, required, others: additionalProperties === true ? {} : additionalProperties } as Objects;
}

function compareObjects(innerSchema: Schema, outerSchema: Schema, path: string): string[] {
  const [inner, outer] = [objectsOf(innerSchema), objectsOf(outerSchema)];
  const missing = outer.required.filter((field) => !inner.required.includes(field));
  return [
    ...missing.map((field) => `${name(join(path, field))}: need not be there by one, must by the other`),
    ...Object.entries(inner.properties).flatMap(([field, schema]) => {
      const other = outer.properties[field] ?? outer.others;
      return other === false
        ? [`${name(join(path, field))}: is known to one only`]
        : uncontained(schema, other, join(path, field));
    }),
    // Where other fields may come too, one that is not named any more is gone.
    ...Object.keys(outer.properties)
      .filter((field) => !(field in inner.properties) && inner.others !== false)
      .map((field) => `${name(join(path, field))}: is known to one only`),
    ...compareOthers(inner.others, outer.others, path),
  ];
}

function compareOthers(inner: Schema | false, outer: Schema | false, path: string): string[] {
  if (inner === false) return [];
  if (outer === false) return [`${name(path)}: further fields are allowed by one only`];
  return uncontained(inner, outer, `${path}{}`);
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

function name(path: string): string {
  return path === '' ? 'the whole' : path;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
