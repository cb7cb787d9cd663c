import type { Random } from '../support/random.ts';
import { request } from '../support/world.ts';

/** Stands wherever a body may carry something of its sender's; it must never come back. */
export const CANARY = 'CANARY7f3a';

const FIELDS = [
  ...Object.keys(request()),
  ...['expectedVlan', 'notBefore', 'notAfter', 'dryRun', 'correlationId', 'orderId', 'requestedBy', 'note', 'labels'],
];

const VALID: Record<string, unknown[]> = {
  expectedVlan: [1, 101, 4094],
  notBefore: ['2026-11-24T00:00:00Z', '2026-11-24t00:00:00.123456789+05:45'],
  notAfter: ['2026-12-24T00:00:00Z'],
  dryRun: [true, false],
  correlationId: ['', 'c'.repeat(128)],
  orderId: ['o'],
  requestedBy: ['p'],
  note: ['n', '😀'.repeat(256)],
  labels: [{}, { a: 'b' }, { constructor: 'x', 'a.b-c_d': '' }],
};

/** Values that a careless parser trips over. */
const HOSTILE: unknown[] = [
  ...[
    CANARY,
    `dxcon-${CANARY}`,
    '',
    ' ',
    '\u0000',
    '\u202e',
    '\ud83d',
    '\u2028',
    '%s%n',
    `$\{jndi:x}`,
    '=1+1',
    '../..',
  ],
  ...[
    null,
    true,
    false,
    0,
    -0,
    -1,
    1.5,
    1e308,
    -1e308,
    4095,
    Number.MAX_SAFE_INTEGER + 2,
    [],
    {},
    [[]],
    [CANARY],
    { [CANARY]: CANARY },
  ],
  ...[
    '2026-02-30T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00+23:59',
    '2026-11-23T23:59:60Z',
    `${'9'.repeat(40)}`,
  ],
];

/** Keys that reach into prototypes, or look like ones. */
const HOSTILE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'toJSON',
  'then',
  '',
  CANARY,
  'notafter',
];

/** A body that is valid, nearly valid or hostile. */
export function generateBody(random: Random): string {
  const kind = random.next();
  if (kind < 0.25) return JSON.stringify(validObject(random));
  if (kind < 0.6) return JSON.stringify(nearlyValid(random));
  if (kind < 0.75) return withRawKeys(random);
  if (kind < 0.9) return damaged(JSON.stringify(nearlyValid(random)), random);
  return unusual(random);
}

function validObject(random: Random): Record<string, unknown> {
  const optional = Object.entries(VALID).filter(() => random.chance(0.3));
  return request(Object.fromEntries(optional.map(([field, values]) => [field, random.pick(values)])));
}

function nearlyValid(random: Random): Record<string, unknown> {
  const object = validObject(random);
  for (let changes = random.between(1, 2); changes > 0; changes--) {
    const field = random.chance(0.8) ? random.pick(FIELDS) : random.pick(HOSTILE_KEYS);
    if (random.chance(0.15)) delete object[field];
    else Object.defineProperty(object, field, { value: random.pick(HOSTILE), enumerable: true, configurable: true });
  }
  return object;
}

/** Keys that an object in this language would not show twice, or at all. */
function withRawKeys(random: Random): string {
  const body = JSON.stringify(validObject(random));
  const key = random.pick([...HOSTILE_KEYS, ...FIELDS]);
  const value = JSON.stringify(random.pick(HOSTILE));
  return random.chance(0.5) ? `{"${key}":${value},${body.slice(1)}` : `${body.slice(0, -1)},"${key}":${value}}`;
}

function damaged(body: string, random: Random): string {
  const at = random.between(0, body.length - 1);
  const piece = random.pick(['', '"', '{', '}', ',', '\\', '\\u12', CANARY, '\u0000', '1e999999', '\ufeff']);
  return body.slice(0, at) + piece + body.slice(at + (random.chance(0.5) ? 1 : 0));
}

function unusual(random: Random): string {
  const size = 10 ** random.between(0, 4);
  const long = random.chance(0.001) ? 1_048_576 : size;
  return random.pick([
    () => '['.repeat(size),
    () => '{"a":'.repeat(size),
    () => `${'['.repeat(size)}${']'.repeat(size)}`,
    () => JSON.stringify({ ...request(), note: CANARY.repeat(Math.ceil(long / CANARY.length)) }),
    () =>
      JSON.stringify(
        request({ labels: Object.fromEntries(Array.from({ length: size % 1000 }, (_, n) => [`k${n}`, CANARY])) }),
      ),
    () => `{"requestedAt":"2026-11-23T12:00:00.${'1'.repeat(long % 32_000)}Z"}`,
    () => String(random.pick(HOSTILE)),
    () => '\ufeff{}',
    () => `${' '.repeat(size)}{}`,
    () => `${'1'.repeat(size)}`,
    () => `"${'\\u0000'.repeat(size % 1000)}"`,
  ])();
}
