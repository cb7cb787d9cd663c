import * as v from 'valibot';

/** Direct Connect API reference, Connection and Lag: encryptionMode. */
export const encryptionMode = v.picklist(['no_encrypt', 'should_encrypt', 'must_encrypt']);
export type EncryptionMode = v.InferOutput<typeof encryptionMode>;

/** Account ids are strings: read as a number, a leading zero would be lost without a word. */
export const accountId = v.pipe(
  v.string('expected an account id in quotes, e.g. "111122223333"'),
  v.regex(/^\d{12}$/, 'expected an account id of 12 digits'),
);

export const connectionId = v.pipe(v.string(), v.regex(/^dxcon-[a-z0-9]+$/, 'expected an id such as dxcon-fg9607vm'));

export const lagId = v.pipe(v.string(), v.regex(/^dxlag-[a-z0-9]+$/, 'expected an id such as dxlag-fhccu14t'));

/** What can host a connection: an interconnect (its id is a `dxcon-` too) or a LAG. */
export const parentId = v.pipe(
  v.string(),
  v.regex(/^dx(con|lag)-[a-z0-9]+$/, 'expected the id of an interconnect (dxcon-…) or a LAG (dxlag-…)'),
);

export const virtualInterfaceId = v.pipe(
  v.string(),
  v.regex(/^dxvif-[a-z0-9]+$/, 'expected an id such as dxvif-ffhhk74f'),
);

export const name = v.pipe(v.string(), v.nonEmpty('expected a text that is not empty'));

const wholeNumber = (min: number, max: number, unit: string) =>
  v.pipe(
    v.number(`expected a whole number${unit} from ${min} to ${max}`),
    v.integer(`expected a whole number${unit} from ${min} to ${max}`),
    v.minValue(min, `expected a whole number${unit} from ${min} to ${max}`),
    v.maxValue(max, `expected a whole number${unit} from ${min} to ${max}`),
  );

export const vlan = wholeNumber(1, 4094, '');

export const asn = wholeNumber(1, 4_294_967_294, '');

/** A day is more than any run needs and keeps every timer inside setTimeout's 32 bits. */
export const milliseconds = wholeNumber(0, 86_400_000, ' of milliseconds');

export const count = (min: number, max: number) => wholeNumber(min, max, '');

/** Direct Connect API reference, Connection: connectionState. */
export const connectionState = v.picklist([
  'ordering',
  'requested',
  'pending',
  'available',
  'down',
  'deleting',
  'deleted',
  'rejected',
  'unknown',
]);

/** Direct Connect API reference, Interconnect: interconnectState, and Lag: lagState. */
export const parentState = v.picklist(['requested', 'pending', 'available', 'down', 'deleting', 'deleted', 'unknown']);

/** Direct Connect User Guide, "Direct Connect link aggregation groups (LAGs)": the port speeds. */
export const portBandwidth = v.picklist(['1Gbps', '10Gbps', '100Gbps', '400Gbps']);

/** Direct Connect API reference, AllocateHostedConnection: bandwidth. */
export const hostedBandwidth = v.picklist([
  '50Mbps',
  '100Mbps',
  '200Mbps',
  '300Mbps',
  '400Mbps',
  '500Mbps',
  '1Gbps',
  '2Gbps',
  '5Gbps',
  '10Gbps',
  '25Gbps',
]);

/** Direct Connect API reference, Connection: hasLogicalRedundancy is a string, not a boolean. */
export const logicalRedundancy = v.picklist(['unknown', 'yes', 'no']);

export const tags = v.record(name, v.string());
