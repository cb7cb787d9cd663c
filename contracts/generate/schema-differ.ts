import { isDeepStrictEqual } from 'node:util';

/** A JSON Schema of the kind that is published here. What the differ does not know in it is an error. */
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
  const uncontainedValues = kind === 'request' ? uncontained(old, now, '') : uncontained(now, old, '');
  return [...uncontainedValues, ...(kind === 'request' ? changedDefaults(old, now) : lostFields(old, now, ''))];
}

/** What a request means that leaves a field out. */
function changedDefaults(before: Schema, after: Schema): string[] {
  const [{ properties: old }, { properties: now }] = [objectsOf(before), objectsOf(after)];
  return Object.entries(old)
    .filter(([field, schema]) => now[field] && !isDeepStrictEqual(schema.default, now[field].default))
    .map(([field]) => `${field}: its default has changed`);
}

/** Fields of an event that are gone, and objects that other fields may not come into any more. */
function lostFields(before: Schema, after: Schema, path: string): string[] {
  const [old, now] = [withFields(before), withFields(after)];
  if (!old || !now) return [];
  const [was, is] = [objectsOf(old), objectsOf(now)];
  return [
    ...(is.others === false && was.others !== false ? [`${name(path)}: no other fields may come any more`] : []),
    ...Object.entries(was.properties).flatMap(([field, schema]) => {
      const other = Object.hasOwn(is.properties, field) ? is.properties[field] : undefined;
      return other ? lostFields(schema, other, join(path, field)) : [`${name(join(path, field))}: is gone`];
    }),
  ];
}

/** The object that a schema allows, by itself, as one of several, or as what a list holds. */
function withFields(schema: Schema): Schema | undefined {
  if (schema.items) return withFields(schema.items as Schema);
  return alternatives(schema).find(({ properties }) => properties);
}

const REF = '#/$defs/';

/** The schema with its own definitions in the places that refer to them; the published ones do not recurse. */
function withoutRefs(part: unknown, root: Schema): Schema {
  if (Array.isArray(part)) return part.map((one) => withoutRefs(one, root)) as unknown as Schema;
  if (typeof part !== 'object' || part === null) return part as Schema;
  const { $ref, $defs, ...rest } = part as Schema;
  const target = typeof $ref === 'string' ? withoutRefs(targetOf($ref, rest, root), root) : {};
  const entries = Object.entries({ ...target, ...rest });
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, withoutRefs(value, root)]));
}

/** Only what the published schemas have: a definition of their own, with nothing beside it but remarks. */
function targetOf($ref: string, beside: Schema, root: Schema): Schema {
  const target = (root.$defs as Record<string, Schema> | undefined)?.[$ref.slice(REF.length)];
  const isPlain = Object.keys(beside).every((keyword) => ANNOTATIONS.has(keyword));
  if ($ref.startsWith(REF) && target && isPlain) return target;
  throw new Error(`the differ does not follow ${$ref}`);
}

/** Why not every value that is valid by `inner` is valid by `outer`; empty if it is. */
function uncontained(inner: Schema, outer: Schema, path: string): string[] {
  const choices = alternatives(outer);
  return alternatives(inner).flatMap((one) => {
    const reasons = choices.map((other) => compare(one, other, path));
    if (reasons.some((list) => list.length === 0)) return [];
    // Against its like, the reasons name what differs in it; whole schemas would help no one.
    const like = choices.length === 1 ? 0 : choices.findIndex(({ type }) => type === one.type);
    return reasons[like] ?? [`${name(path)}: anyOf has no ${one.type ?? 'schema of its type'} any more, or not yet`];
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
  const fields = new Set([...Object.keys(inner.properties), ...Object.keys(outer.properties)]);
  return [
    ...missing.map((field) => `${name(join(path, field))}: need not be there by one, must by the other`),
    ...[...fields].flatMap((field) => {
      const [one, other] = [fieldOf(inner, field), fieldOf(outer, field)];
      if (one === false) return [];
      return other === false
        ? [`${name(join(path, field))}: is known to one only`]
        : uncontained(one, other, join(path, field));
    }),
    ...compareOthers(inner.others, outer.others, path),
  ];
}

/** What a field may be; one that has no name here is among the others. */
function fieldOf({ properties, others }: Objects, field: string): Schema | false {
  return Object.hasOwn(properties, field) ? (properties[field] ?? {}) : others;
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
