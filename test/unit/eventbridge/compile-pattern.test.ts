import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../local/eventbridge/compile-pattern.ts';

const detail = {
  state: 'running',
  empty: '',
  nothing: null,
  count: 5,
  limit: 301.8,
  huge: 6e9,
  ok: true,
  ip: '10.0.0.33',
  ip6: '2001:db8::1',
  path: 'dir/a*b\\c.png',
  tags: ['red', 'green'],
  none: [],
  nested: { deep: { id: 'x' } },
  employees: [
    { first: 'Anna', last: 'Smith' },
    { first: 'Peter', last: 'Jones', title: 'Dr' },
  ],
  grid: [[{ cell: 1 }], [{ cell: 2 }]],
};
const event = { source: 'dx-migrator', 'detail-type': 'Moved', resources: ['arn:a', 'arn:b'], detail };

/** One row: what it shows, the pattern of `detail`, and whether the event above matches. */
type Row = [what: string, pattern: unknown, matches: boolean];

// Where no other source is named: "Comparison operators for use in event patterns" and "Creating Amazon EventBridge
// event patterns" in the EventBridge User Guide, and the README of github.com/aws/event-ruler.
const rows: Row[] = [
  ['a value in the list', { state: ['stopped', 'running'] }, true],
  ['no value in the list', { state: ['stopped'] }, false],
  ['matching is exact, with case', { state: ['Running'] }, false],
  ['matching is exact, not a substring', { state: ['run'] }, false],
  ['all fields must match', { state: ['running'], count: [6] }, false],
  ['a field that the event lacks', { missing: ['x'] }, false],
  ['a name that every JavaScript object has', { constructor: [{ exists: true }] }, false],
  ['a number', { count: [5] }, true],
  ['a number is no string', { count: ['5'] }, false],
  ['a string is no number', { state: [5] }, false],
  ['a boolean', { ok: [true] }, true],
  ['a boolean is no string', { ok: ['true'] }, false],
  ['null', { nothing: [null] }, true],
  ['null is not an absent field', { missing: [null] }, false],
  ['null is not the empty string', { empty: [null] }, false],
  ['the empty string', { empty: [''] }, true],
  ['an element of an array', { tags: ['green'] }, true],
  ['no element of an array', { tags: ['blue'] }, false],
  ['an empty array has no element, not even null', { none: [null] }, false],
  ['nested fields', { nested: { deep: { id: ['x'] } } }, true],
  ['an object has no value of its own', { nested: { deep: ['x'] } }, false],
  ['fields of one element of an array', { employees: { first: ['Peter'], last: ['Jones'] } }, true],
  ['fields of different elements of an array', { employees: { first: ['Anna'], last: ['Jones'] } }, false],
  ['arrays in arrays', { grid: { cell: [2] } }, true],

  ['prefix', { state: [{ prefix: 'run' }] }, true],
  ['prefix: no', { state: [{ prefix: 'un' }] }, false],
  ['prefix keeps case', { state: [{ prefix: 'RUN' }] }, false],
  ['prefix, ignoring case', { state: [{ prefix: { 'equals-ignore-case': 'RUN' } }] }, true],
  ['prefix of an element', { tags: [{ prefix: 'gr' }] }, true],
  ['prefix only sees strings', { count: [{ prefix: '5' }] }, false],
  ['suffix', { path: [{ suffix: '.png' }] }, true],
  ['suffix: no', { path: [{ suffix: '.gif' }] }, false],
  ['suffix, ignoring case', { path: [{ suffix: { 'equals-ignore-case': '.PNG' } }] }, true],
  ['equals-ignore-case', { state: [{ 'equals-ignore-case': 'RUNNING' }] }, true],
  ['equals-ignore-case: no', { state: [{ 'equals-ignore-case': 'RUN' }] }, false],

  ['wildcard', { path: [{ wildcard: 'dir/*.png' }] }, true],
  ['wildcard for nothing', { state: [{ wildcard: 'run*ning' }] }, true],
  ['wildcard at both ends', { state: [{ wildcard: '*nn*' }] }, true],
  ['wildcard spans the whole value', { state: [{ wildcard: 'un*' }] }, false],
  ['wildcard: other characters are themselves', { state: [{ wildcard: 'r.nn*' }] }, false],
  ['wildcard: an escaped asterisk', { path: [{ wildcard: 'dir/a\\*b*' }] }, true],
  ['wildcard: an escaped asterisk is none', { state: [{ wildcard: 'run\\*' }] }, false],
  ['wildcard: an escaped backslash', { path: [{ wildcard: '*b\\\\c*' }] }, true],

  ['anything-but', { state: [{ 'anything-but': 'stopped' }] }, true],
  ['anything-but: no', { state: [{ 'anything-but': 'running' }] }, false],
  ['anything-but a number', { count: [{ 'anything-but': 5 }] }, false],
  ['anything-but a list', { state: [{ 'anything-but': ['stopped', 'running'] }] }, false],
  ['anything-but a list of numbers', { count: [{ 'anything-but': [6, 7] }] }, true],
  ['anything-but: an absent field does not match', { missing: [{ 'anything-but': 'x' }] }, false],
  ['anything-but: null is something else', { nothing: [{ 'anything-but': 'x' }] }, true],
  ['anything-but: one element that differs is enough', { tags: [{ 'anything-but': 'red' }] }, true],
  ['anything-but: no element differs', { tags: [{ 'anything-but': ['red', 'green'] }] }, false],
  ['anything-but prefix', { state: [{ 'anything-but': { prefix: 'init' } }] }, true],
  ['anything-but prefix: no', { state: [{ 'anything-but': { prefix: 'run' } }] }, false],
  ['anything-but prefixes', { state: [{ 'anything-but': { prefix: ['init', 'run'] } }] }, false],
  ['anything-but prefix: a number has none', { count: [{ 'anything-but': { prefix: 'init' } }] }, true],
  ['anything-but suffix', { path: [{ 'anything-but': { suffix: '.png' } }] }, false],
  ['anything-but wildcard', { path: [{ 'anything-but': { wildcard: 'dir/*' } }] }, false],
  ['anything-but wildcard: yes', { path: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, true],
  ['anything-but, ignoring case', { state: [{ 'anything-but': { 'equals-ignore-case': ['RUNNING'] } }] }, false],

  ['numeric =', { limit: [{ numeric: ['=', 3.018e2] }] }, true],
  ['numeric <', { count: [{ numeric: ['<', 5] }] }, false],
  ['numeric <=', { count: [{ numeric: ['<=', 5] }] }, true],
  ['numeric >', { count: [{ numeric: ['>', 5] }] }, false],
  ['numeric >=', { count: [{ numeric: ['>=', 5] }] }, true],
  ['numeric range', { count: [{ numeric: ['>', 0, '<=', 5] }] }, true],
  ['numeric range: above', { limit: [{ numeric: ['>', 0, '<=', 5] }] }, false],
  ['numeric range: below', { count: [{ numeric: ['>', 5, '<=', 9] }] }, false],
  ['numeric only sees numbers', { state: [{ numeric: ['>', 0] }] }, false],
  ['numeric sees nothing beyond 5e9', { huge: [{ numeric: ['>', 0] }] }, false],

  ['exists', { state: [{ exists: true }] }, true],
  ['exists: absent', { missing: [{ exists: true }] }, false],
  ['exists: null and the empty string are there', { nothing: [{ exists: true }], empty: [{ exists: true }] }, true],
  ['exists false', { missing: [{ exists: false }] }, true],
  ['exists false: present', { state: [{ exists: false }] }, false],
  ['exists works on leaves only: an object is absent', { nested: [{ exists: true }] }, false],
  ['exists works on leaves only: an object is absent (false)', { nested: [{ exists: false }] }, true],
  ['exists: an empty array is absent', { none: [{ exists: true }] }, false],
  ['exists false below a field that is absent', { missing: { inner: [{ exists: false }] } }, true],
  ['exists false below a field that is no object', { state: { inner: [{ exists: false }] } }, true],
  ['exists false or a value', { missing: ['x', { exists: false }] }, true],

  ['cidr', { ip: [{ cidr: '10.0.0.0/24' }] }, true],
  ['cidr: outside', { ip: [{ cidr: '10.0.1.0/24' }] }, false],
  ['cidr: IPv6', { ip6: [{ cidr: '2001:db8::/32' }] }, true],
  ['cidr: no address', { state: [{ cidr: '10.0.0.0/24' }] }, false],

  ['$or: one of the fields', { $or: [{ count: [6] }, { state: ['running'] }] }, true],
  ['$or: none of the fields', { $or: [{ count: [6] }, { state: ['stopped'] }] }, false],
  ['$or and another field', { count: [6], $or: [{ state: ['running'] }, { ok: [false] }] }, false],
  ['$or with an and inside', { $or: [{ count: [6] }, { state: ['running'], ok: [false] }] }, false],
  ['$or in $or', { $or: [{ count: [6] }, { $or: [{ ok: [false] }, { state: ['running'] }] }] }, true],
  ['$or within one element', { employees: { first: ['Anna'], $or: [{ title: ['Dr'] }, { last: ['Jones'] }] } }, false],
];

describe('compilePattern', () => {
  it.each(rows)('%s', (_what, pattern, matches) => {
    expect(compilePattern({ detail: pattern })(event)).toBe(matches);
  });

  it('matches the fields of the envelope', () => {
    const pattern = { source: ['dx-migrator'], 'detail-type': [{ prefix: 'Mov' }], resources: ['arn:b'] };

    expect(compilePattern(pattern)(event)).toBe(true);
    expect(compilePattern({ ...pattern, resources: ['arn:c'] })(event)).toBe(false);
    expect(compilePattern({ 'replay-name': [{ exists: false }] })(event)).toBe(true);
  });

  it.each<[path: string, pattern: unknown, problem: RegExp]>([
    ['Event pattern:', [], /JSON object/],
    ['Event pattern:', null, /JSON object/],
    ['Event pattern:', {}, /empty object/],
    ['at detail:', { detail: {} }, /empty object/],
    ['at detial:', { detial: { a: ['x'] } }, /no event has this field/],
    ['at detail.a:', { detail: { a: 'x' } }, /list of values/],
    ['at detail.a:', { detail: { a: [] } }, /empty list/],
    ['at detail.a[1]:', { detail: { a: ['x', ['y']] } }, /one operator/],
    ['at detail.a[0]:', { detail: { a: [{}] } }, /one operator/],
    ['at detail.a[0]:', { detail: { a: [{ prefix: 'x', suffix: 'y' }] } }, /one operator/],
    ['at detail.a[0].xyz:', { detail: { a: [{ xyz: 1 }] } }, /unknown operator/],
    ['at detail.a[0].toString:', { detail: { a: [{ toString: 1 }] } }, /unknown operator/],
    ['at detail.a[0].Prefix:', { detail: { a: [{ Prefix: 'x' }] } }, /unknown operator/],
    ['at detail.a.b:', { detail: { 'a.b': ['x'] } }, /nest them/],
    ['at detail.a[0].prefix:', { detail: { a: [{ prefix: 1 }] } }, /string/],
    ['at detail.a[0].prefix.wildcard:', { detail: { a: [{ prefix: { wildcard: 'x' } }] } }, /unknown operator/],
    ['at detail.a[0].suffix.equals-ignore-case:', { detail: { a: [{ suffix: {} }] } }, /string/],
    ['at detail.a[0].equals-ignore-case:', { detail: { a: [{ 'equals-ignore-case': ['x'] }] } }, /string/],
    ['at detail.a[0].wildcard:', { detail: { a: [{ wildcard: 'a**b' }] } }, /two wildcard/],
    ['at detail.a[0].wildcard:', { detail: { a: [{ wildcard: 'a\\b' }] } }, /backslash/],
    ['at detail.a[0].wildcard:', { detail: { a: [{ wildcard: 'a\\' }] } }, /backslash/],
    ['at detail.a[0].anything-but:', { detail: { a: [{ 'anything-but': [] }] } }, /a list of only/],
    ['at detail.a[0].anything-but:', { detail: { a: [{ 'anything-but': ['x', 1] }] } }, /a list of only/],
    ['at detail.a[0].anything-but:', { detail: { a: [{ 'anything-but': null }] } }, /a list of only/],
    ['at detail.a[0].anything-but.numeric:', { detail: { a: [{ 'anything-but': { numeric: [1] } }] } }, /unknown/],
    ['at detail.a[0].anything-but.prefix:', { detail: { a: [{ 'anything-but': { prefix: '' } }] } }, /not empty/],
    ['at detail.a[0].anything-but.prefix:', { detail: { a: [{ 'anything-but': { prefix: [] } }] } }, /empty list/],
    ['at detail.a[0].anything-but.wildcard:', { detail: { a: [{ 'anything-but': { wildcard: [1] } }] } }, /string/],
    ['at detail.a[0].numeric:', { detail: { a: [{ numeric: 5 }] } }, /list/],
    ['at detail.a[0].numeric:', { detail: { a: [{ numeric: ['>', 1, '<'] }] } }, /one comparison/],
    ['at detail.a[0].numeric:', { detail: { a: [{ numeric: ['>', 5, '<', 5] }] } }, /below/],
    ['at detail.a[0].numeric[0]:', { detail: { a: [{ numeric: ['!=', 1] }] } }, /unknown operator/],
    ['at detail.a[0].numeric[0]:', { detail: { a: [{ numeric: ['<', 1, '>', 0] }] } }, /unknown operator/],
    ['at detail.a[0].numeric[1]:', { detail: { a: [{ numeric: ['=', '1'] }] } }, /number/],
    ['at detail.a[0].numeric[1]:', { detail: { a: [{ numeric: ['=', 5e9 + 1] }] } }, /number between/],
    ['at detail.a[0].exists:', { detail: { a: [{ exists: 'true' }] } }, /true or false/],
    ['at detail.a[0].cidr:', { detail: { a: [{ cidr: '10.0.0.0' }] } }, /address range/],
    ['at detail.a[0].cidr:', { detail: { a: [{ cidr: '10.0.0.0/33' }] } }, /address range/],
    ['at detail.a[0].cidr:', { detail: { a: [{ cidr: '10.0.0.0/24/1' }] } }, /address range/],
    ['at detail.a[0].cidr:', { detail: { a: [{ cidr: '10.0.0.999/8' }] } }, /address range/],
    ['at $or:', { $or: { source: ['x'] } }, /at least two/],
    ['at detail.$or:', { detail: { $or: [{ a: ['x'] }] } }, /at least two/],
    ['at $or[1]:', { $or: [{ source: ['x'] }, 'y'] }, /object/],
    ['at detail.prefix:', { detail: { $or: [{ prefix: ['x'] }, { a: ['x'] }] } }, /inside \$or/],
    ['Event pattern:', { source: ['x'.repeat(2048)] }, /2048/],
  ])('rejects at deploy: %s %j', (path, pattern, problem) => {
    expect(() => compilePattern(pattern)).toThrow(path);
    expect(() => compilePattern(pattern)).toThrow(problem);
  });
});
