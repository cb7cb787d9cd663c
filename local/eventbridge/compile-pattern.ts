import { isJsonObject, type JsonObject } from './json-object.ts';
import { PatternError } from './pattern-error.ts';
import { compileValue, isOperator, type Leaf } from './pattern-value.ts';

/** "Event pattern size" in "Amazon EventBridge quotas" (EventBridge User Guide): 2,048 characters by default. */
const MAX_PATTERN_CHARACTERS = 2048;

/**
 * Fields that an event on a bus can have. AWS accepts any other name, and the rule then never matches: rejected here
 * because it is a typo. `replay-name` is only on events that an archive replays.
 */
const EVENT_FIELDS: ReadonlySet<string> = new Set([
  'version',
  'id',
  'detail-type',
  'source',
  'account',
  'time',
  'region',
  'resources',
  'detail',
  'replay-name',
]);

type ObjectTest = (value: JsonObject) => boolean;

/**
 * Turns an event pattern into a function that says whether an event matches it ("Creating Amazon EventBridge event
 * patterns" and "Comparison operators for use in event patterns", EventBridge User Guide; where these are silent, the
 * README of AWS's open-source Event Ruler): every field named in the pattern must match, a field matches if any value in
 * its list does, an array in the event matches if any of its elements does, and fields under one array must match
 * within one element of it. A number equals a number of the same value: AWS's guide calls 300 and 300.0 different, which
 * parsed JSON cannot show.
 *
 * @throws {PatternError} for an operator, operand or shape that is not known, naming its path
 */
export function compilePattern(pattern: unknown): (event: object) => boolean {
  if (!isJsonObject(pattern)) {
    throw new PatternError('', 'must be a JSON object');
  }
  const size = JSON.stringify(pattern).length;
  if (size > MAX_PATTERN_CHARACTERS) {
    throw new PatternError('', `is ${size} characters long, EventBridge allows ${MAX_PATTERN_CHARACTERS}`);
  }
  const test = compileObject(pattern, { path: '', inOr: false });
  return (event) => test({ ...event });
}

/** Where in the pattern the compiler is, and whether a `$or` is above it. */
interface Place {
  readonly path: string;
  readonly inOr: boolean;
}

function compileObject(pattern: JsonObject, place: Place): ObjectTest {
  const tests = Object.entries(pattern).map(([key, value]) =>
    key === '$or' ? compileOr(value, place) : compileField(key, value, place),
  );
  if (tests.length === 0) {
    throw new PatternError(place.path, 'an empty object is not allowed; leave the field out to match anything');
  }
  return (value) => tests.every((test) => test(value));
}

function compileOr(value: unknown, { path }: Place): ObjectTest {
  const here = join(path, '$or');
  if (!Array.isArray(value) || value.length < 2) {
    throw new PatternError(here, 'must be a list of at least two patterns');
  }
  const branches = value.map((branch: unknown, index) => {
    if (!isJsonObject(branch)) {
      throw new PatternError(`${here}[${index}]`, 'must be an object');
    }
    return compileObject(branch, { path, inOr: true });
  });
  return (event) => branches.some((branch) => branch(event));
}

function compileField(key: string, value: unknown, place: Place): ObjectTest {
  const path = join(place.path, key);
  checkName(key, path, place);
  if (Array.isArray(value)) {
    return compileLeaf(key, value, path);
  }
  if (!isJsonObject(value)) {
    throw new PatternError(path, 'must be a list of values, such as ["value"], or an object of fields');
  }
  const inner = compileObject(value, { ...place, path });
  return (event) => {
    const candidates = flatten(event[key]).filter(isJsonObject);
    return candidates.length === 0 ? inner({}) : candidates.some(inner);
  };
}

function checkName(key: string, path: string, place: Place): void {
  if (place.path === '' && !EVENT_FIELDS.has(key)) {
    throw new PatternError(path, `no event has this field; events have ${[...EVENT_FIELDS].join(', ')}`);
  }
  if (key.includes('.')) {
    throw new PatternError(path, 'a field name with a dot means the same as nested fields to EventBridge; nest them');
  }
  if (place.inOr && isOperator(key)) {
    throw new PatternError(path, 'an operator cannot stand directly inside $or; put it into the list of a field');
  }
}

function compileLeaf(key: string, values: readonly unknown[], path: string): ObjectTest {
  if (values.length === 0) {
    throw new PatternError(path, 'an empty list is not allowed');
  }
  const tests = values.map((value, index) => compileValue(value, `${path}[${index}]`));
  return (event) => {
    const leaves = flatten(event[key]).filter(isLeaf);
    return tests.some((test) => test(leaves));
  };
}

/** The field's value as a list; arrays in arrays count as one, as in Event Ruler. */
function flatten(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(flatten) : [value];
}

function isLeaf(value: unknown): value is Leaf {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
