import * as v from 'valibot';
import { comesLate, flaps, type LineBehaviour, staysDown } from './line-schema.ts';
import { count, lagId, milliseconds, parentId } from './values.ts';

/** The operations that this simulator answers; every other one is an unknown operation. */
const changeNames = [
  'AssociateHostedConnection',
  'AllocateHostedConnection',
  'ConfirmConnection',
  'DeleteConnection',
  'AssociateConnectionWithLag',
  'DisassociateConnectionFromLag',
  'UpdateLag',
] as const;
const readNames = [
  'DescribeHostedConnections',
  'DescribeConnections',
  'DescribeInterconnects',
  'DescribeLags',
  'DescribeVirtualInterfaces',
] as const;
/** Those that put a hosted connection elsewhere. */
const movingNames: ReadonlySet<string> = new Set(['AssociateHostedConnection', 'AssociateConnectionWithLag']);

const lineKinds: ReadonlySet<string> = new Set(['comesLate', 'staysDown', 'flaps'] satisfies LineBehaviour['kind'][]);

const aim = {
  /** Calls of this operation only. */
  operation: v.optional(v.picklist([...changeNames, ...readNames]), 'AssociateHostedConnection'),
  /** Calls with exactly this connectionId only. */
  connectionId: v.optional(parentId),
  /** Calls with exactly this parentConnectionId only. */
  parentConnectionId: v.optional(parentId),
  /** Calls with exactly this lagId only. */
  lagId: v.optional(lagId),
  /** Calls that meet the fault before it is used up. */
  times: v.optional(count(1, 1_000_000), 1),
  /** Fitting calls that pass unharmed first. */
  afterCalls: v.optional(count(0, 1_000_000), 0),
};

/** What becomes of the change itself when the caller does not get its answer. */
const effect = {
  /** `none`: it never runs. `done`: it runs before the answer is spoiled. `late`: it runs effectAfterMs from now. */
  effect: v.optional(v.picklist(['none', 'done', 'late']), 'none'),
  effectAfterMs: v.optional(milliseconds),
};

const shapes = v.variant('kind', [
  v.strictObject({ kind: v.literal('throttle'), ...aim }),
  v.strictObject({ kind: v.literal('accessDenied'), ...aim }),
  /** Any error at all: an expired token, an unknown text. Nothing moves. */
  v.strictObject({
    kind: v.literal('error'),
    type: v.pipe(v.string(), v.nonEmpty()),
    message: v.optional(v.string(), ''),
    status: v.optional(count(400, 599), 400),
    ...aim,
  }),
  /** The work is done on arrival and the answer is sent `ms` later. */
  v.strictObject({ kind: v.literal('latency'), ms: milliseconds, ...aim }),
  v.strictObject({
    kind: v.literal('serverError'),
    status: v.optional(v.picklist([400, 500])),
    ...aim,
    ...effect,
  }),
  v.strictObject({ kind: v.literal('unavailable'), ...aim, ...effect }),
  /** The socket is destroyed without an answer. */
  v.strictObject({ kind: v.literal('drop'), ...aim, ...effect }),
  /** An HTML page with status 502, or status 200 with JSON that breaks off. */
  v.strictObject({
    kind: v.literal('garbage'),
    form: v.optional(v.picklist(['html502', 'brokenJson']), 'html502'),
    ...aim,
    ...effect,
  }),
  /** No answer until the client gives up. */
  v.strictObject({ kind: v.literal('hang'), ...aim, ...effect }),
  /** These three let the call pass: the line that it moves goes down. */
  v.strictObject({ ...comesLate, ...aim }),
  v.strictObject({ ...staysDown, ...aim }),
  v.strictObject({ ...flaps, ...aim }),
]);

/** One fault to be armed: the same shape under `faults` in a topology and in POST /_admin/faults. */
export const faultSchema = v.pipe(
  shapes,
  v.check(
    (fault) => !('effect' in fault) || (fault.effect === 'late') === (fault.effectAfterMs !== undefined),
    'expected effectAfterMs with effect late, and only with it',
  ),
  v.check(
    (fault) => !('effect' in fault) || fault.effect === 'none' || !isRead(fault.operation),
    'expected effect none: an operation that only reads has no effect',
  ),
  v.check(
    (fault) => !isLineFault(fault) || movingNames.has(fault.operation),
    `expected one of ${[...movingNames].join(', ')}: no other operation moves a line`,
  ),
);

/** Whether a fault is about the line that a call moves, and not about the call. */
export function isLineFault<F extends { readonly kind: string }>(fault: F): fault is Extract<F, LineBehaviour> {
  return lineKinds.has(fault.kind);
}

function isRead(operation: string): boolean {
  return readNames.some((name) => name === operation);
}

/** A fault as written: what has a default may be left out. */
export type FaultInput = v.InferInput<typeof faultSchema>;
export type Fault = v.InferOutput<typeof faultSchema>;
export type LineFault = Extract<Fault, LineBehaviour>;
export type CallFault = Exclude<Fault, LineFault>;
export type FaultKind = Fault['kind'];
