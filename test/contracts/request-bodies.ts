import fc from 'fast-check';

const LONE_SURROGATES = ['\uD83D', '\uDE00', '\uDE00\uD83D'];
const UNSAFE = [
  '\u0000',
  '\u001F',
  '\n',
  '\u007F',
  '\u0085',
  '\u202A',
  '\u202E',
  '\u2066',
  '\u2069',
  '\uFFFE',
  '\uFFFF',
  ...LONE_SURROGATES,
];
const EDGES = ['\u00A0', '\u2029', '\u2065', '\u206A', '\uFEFF', '😀', '"', '\\', '$'];

const two = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'));

/** Most are times; some are times that do not exist, or nearly. */
const time = fc
  .record({
    year: fc.oneof({ weight: 8, arbitrary: fc.constant('2026') }, fc.constantFrom('0000', '9999', '2024', '26')),
    month: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('02', '06', '11', '12') }, two(14)),
    day: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('01', '10', '28') }, two(33)),
    clock: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('00:00:00', '12:30:59', '23:59:59', '00:30:60', '23:59:60') },
      fc.tuple(two(25), two(61), two(62)).map((parts) => parts.join(':')),
    ),
    fraction: fc.constantFrom('', '.5', '.123456789', '.1234567890', '.'),
    separator: fc.constantFrom('T', 'T', 't', ' '),
    zone: fc.constantFrom('Z', 'z', '+01:00', '-08:00', '+23:59', '+24:00', '-00:60', '', '+0100'),
  })
  .map(({ year, month, day, clock, fraction, separator, zone }) => {
    return `${year}-${month}-${day}${separator}${clock}${fraction}${zone}`;
  });

const good = fc.constantFrom('2026-11-23T12:00:00Z', '2026-11-24t00:00:00.5+05:45', '2026-12-01T00:00:00-08:00');
const times = fc.oneof({ weight: 20, arbitrary: good }, time);

const safe = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...EDGES));
const piece = fc.oneof({ weight: 6, arbitrary: safe }, fc.constantFrom(...UNSAFE));
const text = fc.oneof(
  { weight: 30, arbitrary: fc.string() },
  fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('')),
  fc.tuple(fc.constantFrom('n', '😀'), fc.constantFrom(127, 128, 129, 255, 256, 257)).map(([one, n]) => one.repeat(n)),
);

const labelKey = fc.oneof(
  { weight: 30, arbitrary: fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/) },
  fc.constantFrom('', 'a b', 'a\n', 'k'.repeat(64), 'k'.repeat(65), '__proto__', 'constructor'),
);
const labels = fc
  .array(fc.tuple(labelKey, fc.oneof({ weight: 50, arbitrary: text }, fc.constantFrom(1, null))), { maxLength: 18 })
  .map((entries) => Object.fromEntries(entries));

const connectionId = fc.oneof(
  { weight: 30, arbitrary: fc.stringMatching(/^dxcon-[a-z0-9]{1,40}$/) },
  fc.constantFrom(
    'dxcon-',
    `dxcon-${'a'.repeat(41)}`,
    'dxcon-A',
    'dxlag-abc',
    'dxcon-abc\n',
    ' dxcon-abc',
    'xdxcon-abc',
  ),
);
const parentId = fc.oneof(
  { weight: 30, arbitrary: fc.stringMatching(/^dx(con|lag)-[a-z0-9]{1,40}$/) },
  fc.constantFrom('dxlag-', `dxlag-${'a'.repeat(41)}`, 'dxlax-a', 'dxlag-a-b', 'dxcon-abc dxlag-abc'),
);
const requestId = fc.oneof(
  { weight: 30, arbitrary: fc.stringMatching(/^[A-Za-z0-9._:-]{1,128}$/) },
  fc.constantFrom('', 'r'.repeat(129), 'a b', 'r1\n', 'é'),
);
const vlan = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 4094 }) },
  fc.constantFrom(0, 4095, -1, 1.5, 1e300, 100.0),
);

/** Values that are wrong nearly everywhere. */
const anything = fc.oneof(
  fc.constantFrom(null, true, false, '', '1', 'true', 1, 0, [], {}, ['1'], { toString: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const FIELDS = {
  ...{ schemaVersion: fc.constant('1'), requestId, connectionId },
  ...{ expectedParentConnectionId: parentId, parentConnectionId: parentId, requestedAt: times },
  ...{ expectedVlan: vlan, notBefore: times, notAfter: times, dryRun: fc.boolean() },
  ...{ correlationId: text, orderId: text, requestedBy: text, note: text, labels },
};
const NEEDED = [
  ...(['schemaVersion', 'requestId', 'connectionId', 'expectedParentConnectionId'] as const),
  ...(['parentConnectionId', 'requestedAt'] as const),
];
const STRANGE_FIELDS = ['notafter', 'notBefor', 'tenant', '', '__proto__', 'constructor', 'toString', ' note'];

type Change = (body: Map<string, unknown>) => void;

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom(...Object.keys(FIELDS)).map(
    (field): Change =>
      (body) =>
        void body.delete(field),
  ),
  fc.tuple(fc.constantFrom(...Object.keys(FIELDS), ...STRANGE_FIELDS), anything).map(
    ([field, value]): Change =>
      (body) =>
        void body.set(field, value),
  ),
);

/** Bodies of requests as JSON text: good ones, and those with something wrong in one place or two. */
export const bodies: fc.Arbitrary<string> = fc
  .tuple(
    fc.record(FIELDS, { requiredKeys: [...NEEDED] }),
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(change, { minLength: 1, maxLength: 2 })),
  )
  .map(([fields, changes]) => {
    const body = new Map<string, unknown>(Object.entries(fields));
    for (const apply of changes) apply(body);
    // Not by way of an object: a field named __proto__ must come through.
    return `{${[...body].map(([field, value]) => `${JSON.stringify(field)}:${JSON.stringify(value)}`).join(',')}}`;
  });
