import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { planText, seal } from '../../../../src/drain/plan/digest.ts';
import { packPlan, parsePlan } from '../../../../src/drain/plan/parse-plan.ts';
import { MAX_PLAN_BYTES, type Plan, type PlanBody } from '../../../../src/drain/plan/plan.ts';
import { inventory, line, planOf, port, request } from './given.ts';

const PLAN = planOf(
  inventory({
    ports: [port({ id: 'dxcon-old' }), port({ id: 'dxcon-new' })],
    lines: [line('dxcon-a'), line('dxcon-b', { vlan: 101 }), line('dxcon-c', { vlan: 102, state: 'deleting' })],
  }),
);

const bytesOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const problemOf = (bytes: Uint8Array) => {
  const parsed = parsePlan(bytes);
  return parsed.ok ? 'none' : parsed.problem;
};

/** The plan with a change, and a digest that matches. */
function resealed(change: (body: PlanBody) => void): Buffer {
  const { digest: _digest, ...body } = structuredClone(PLAN);
  change(body);
  return bytesOf(seal(body));
}

function at<Item>(items: readonly Item[], index: number): Item {
  return items[index] ?? expect.fail(`nothing at ${index}`);
}

describe('reads', () => {
  it.each<[what: string, bytes: Uint8Array]>([
    ['canonical JSON', bytesOf(planText(PLAN))],
    ['a compressed plan', packPlan(PLAN)],
    [
      'JSON in another order and with spaces',
      bytesOf(JSON.stringify(Object.fromEntries(Object.entries(PLAN).reverse()), null, 2)),
    ],
    ['JSON behind a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(PLAN)])],
  ])('%s', (_what, bytes) => {
    expect(parsePlan(bytes)).toEqual({ ok: true, plan: PLAN });
  });
});

describe('refuses', () => {
  it.each<[what: string, problem: string, bytes: () => Uint8Array]>([
    ['nothing', 'the file is not valid JSON', () => Buffer.alloc(0)],
    ['what is no JSON, with its place', 'the file is not valid JSON: line 2, column 3', () => bytesOf('{\n  x}')],
    ['what is not UTF-8', 'the file is not UTF-8', () => Buffer.from([0x7b, 0xff, 0x7d])],
    ['a list', 'the file is not a JSON object', () => bytesOf([PLAN])],
    ['what was damaged', 'the file is compressed, and damaged: copy it again', () => packPlan(PLAN).subarray(0, 100)],
    ['an unknown field', 'colour: is a field that plans do not have', () => bytesOf({ ...PLAN, colour: 'red' })],
    [
      'an unknown field of a line',
      'lines[1].colour: is a field that plans do not have',
      () => bytesOf({ ...PLAN, lines: [at(PLAN.lines, 0), { ...at(PLAN.lines, 1), colour: 'red' }] }),
    ],
    [
      'a name that could do harm, unshown',
      '(a name that is none of ours): is a field that plans do not have',
      () => bytesOf({ ...PLAN, 'a\u001b[2J\u202e': 1 }),
    ],
    [
      'a name that every object has',
      'constructor: is a field that plans do not have',
      () => bytesOf({ ...PLAN, constructor: 1 }),
    ],
    [
      'a prototype',
      '__proto__: is a field that plans do not have',
      () => bytesOf(JSON.stringify(PLAN).replace('{', '{"__proto__":{"digest":"x"},')),
    ],
    [
      'a field twice',
      'the file has an object with the same field twice: make a new plan',
      () => bytesOf(JSON.stringify(PLAN).replace('{', '{"source":"dxcon-x",')),
    ],
    ['a missing field', 'window: is missing', () => bytesOf({ ...PLAN, window: undefined })],
    [
      'a wrong type',
      'lines[0].wave: must be a whole number from 1 to 9007199254740991',
      () => resealed((body) => Object.assign(at(body.lines, 0), { wave: '1' })),
    ],
    [
      'a text that should be another, unshown',
      'waves[0].gate: must be one of "person", "automatic", not a text',
      () => resealed((body) => Object.assign(at(body.waves, 0), { gate: '\u001b[2J\u202e' })),
    ],
    [
      'a text that should be an object, unshown',
      'limits: must be an object, not a text',
      () => resealed((body) => Object.assign(body, { limits: '\u001b[2J' })),
    ],
    [
      'a text that should be a number, unshown',
      'lines[0].facts.mbps: must be a number from 0 to 1000000000',
      () => resealed((body) => Object.assign(at(body.lines, 0).facts, { mbps: '\u001b[2J' })),
    ],
    ['a list as an object', 'limits.maxMoving: is missing', () => bytesOf({ ...PLAN, limits: [] })],
    [
      'an infinite number',
      'limits.maxMoving: must be a whole number from 1 to 1000',
      () => bytesOf(JSON.stringify(PLAN).replace('"maxMoving":10', '"maxMoving":1e999')),
    ],
    [
      'a day that there is not',
      'window.to: must be a time in UTC with milliseconds, such as 2026-12-24T19:00:00.000Z',
      () => resealed(({ window }) => Object.assign(window, { to: '2026-02-30T00:00:00.000Z' })),
    ],
    [
      'a text that turns',
      'ticket: must be a text of at most 256 characters, without control or bidirectional-override characters',
      () => resealed((body) => Object.assign(body, { ticket: '\u202egnp' })),
    ],
    [
      'half a character',
      'ticket: must be a text of at most 256 characters, without control or bidirectional-override characters',
      () => bytesOf(JSON.stringify(PLAN).replace('{', '{"ticket":"\\ud800",')),
    ],
    ['another version', 'schemaVersion: must be "1"', () => bytesOf({ ...PLAN, schemaVersion: '2' })],
    [
      'a digest that does not match',
      'digest: does not match: the plan was changed after it was made; make a new plan',
      () => bytesOf({ ...PLAN, limits: { ...PLAN.limits, maxMoving: 11 } }),
    ],
    [
      '100,000 lines',
      'lines: has 100000 entries; a plan moves at most 1000 lines',
      () => bytesOf({ ...PLAN, lines: Array.from({ length: 100_000 }, () => ({})) }),
    ],
    [
      'the same line twice',
      'lines[2].connectionId: dxcon-a is in lines[0] already',
      () => resealed((body) => body.lines.push(at(body.lines, 0))),
    ],
    [
      'a line that stays and moves',
      'left[1].connectionId: dxcon-b is in lines[1] already',
      () => resealed((body) => body.left.push({ ...at(body.left, 0), connectionId: 'dxcon-b' })),
    ],
    [
      'a target that is none',
      'lines[0].to: dxcon-x is no target that takes lines',
      () => resealed((body) => Object.assign(at(body.lines, 0), { to: 'dxcon-x' })),
    ],
    [
      'a line in no wave',
      'waves: one lists a line that is not among the lines',
      () => resealed((body) => at(body.waves, 0).lines.push('dxcon-z')),
    ],
    [
      'a line in two waves',
      'waves[1].lines[1]: dxcon-a is in a wave already',
      () => resealed((body) => at(body.waves, 1).lines.push('dxcon-a')),
    ],
    [
      'a line in another wave',
      'lines[0].wave: the wave does not list it',
      () => resealed((body) => Object.assign(at(body.lines, 0), { wave: 2 })),
    ],
    ['waves in another order', 'waves[0].wave: must be 1', () => resealed((body) => body.waves.reverse())],
    [
      'a way back elsewhere',
      'rollback[0]: is not the way back of a line of the plan',
      () => resealed((body) => Object.assign(at(body.rollback, 0), { parentConnectionId: 'dxcon-x' })),
    ],
    [
      'a way back with another VLAN',
      'rollback[0]: is not the way back of a line of the plan',
      () => resealed((body) => Object.assign(at(body.rollback, 0), { expectedVlan: 7 })),
    ],
    [
      'a line without a way back',
      'rollback: has no way back for dxcon-b',
      () => resealed((body) => body.rollback.pop()),
    ],
    [
      'a window that ends first',
      'window.to: must be after window.from',
      () => resealed(({ window }) => Object.assign(window, { to: window.from })),
    ],
    [
      'what is valid after its window',
      'validUntil: must not be after the window',
      () => resealed((body) => Object.assign(body, { validUntil: '2027-01-01T00:00:00.000Z' })),
    ],
  ])('%s', (_what, problem, bytes) => {
    expect(problemOf(bytes())).toBe(problem);
  });

  it.each([
    ['a large file', () => Buffer.alloc(MAX_PLAN_BYTES + 1, ' ')],
    // Bytes that unpack to a gigabyte: none of it may be held.
    ['a bomb', () => Buffer.concat(Array.from({ length: 1024 }, () => gzipSync(Buffer.alloc(1024 * 1024))))],
  ])('%s, before it is unpacked whole', (_what, make) => {
    const bytes = make();
    const before = process.memoryUsage().rss;
    expect(problemOf(bytes)).toBe('the plan has more than 8388608 bytes, unpacked: that is no plan of ours');
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  });

  it('what is nested a million deep', () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    expect(problemOf(bytesOf(deep))).toBe('the file is not a JSON object');
    expect(problemOf(bytesOf(JSON.stringify(PLAN).replace('{', `{"deep":${deep},`)))).toBe(
      'deep: is a field that plans do not have',
    );
  });
});

it('the digest is of the content, not of how it is written, and of all of it', () => {
  const other = (change: (body: PlanBody) => void): Plan => {
    const { digest: _digest, ...body } = structuredClone(PLAN);
    change(body);
    return seal(body);
  };
  expect(other(() => undefined).digest).toBe(PLAN.digest);
  expect(other((body) => Object.assign(body.window, { to: '2026-12-25T05:00:00.001Z' })).digest).not.toBe(PLAN.digest);
  expect(other((body) => Object.assign(at(body.lines, 0), { contact: 'x' })).digest).not.toBe(PLAN.digest);
  expect(planOf(inventory(), request()).digest).toBe(planOf(inventory(), request()).digest);
});
