import * as v from 'valibot';
import { afterMove } from './line-schema.ts';
import { connectionState, count, milliseconds, parentState } from './values.ts';

const throttle = v.strictObject({
  /** Tokens added each second. */
  ratePerSecond: v.pipe(v.number(), v.gtValue(0, 'expected a number above 0')),
  /** Tokens the bucket holds, and starts with. */
  burst: count(1, 1_000_000),
});

/**
 * How this simulator answers what AWS does not document about moves, waits and limits.
 * The README has the same list with the open question behind each.
 */
export const settingsSchema = v.strictObject({
  /** Time after a move, or a change of LAG, in which another is refused as "in a transitioning state". */
  transitionMs: v.optional(milliseconds, 2000),
  /** Connection state that Describe shows in that time. AWS's CLI example answers with the state as before. */
  stateWhileTransitioning: v.optional(v.picklist(['unchanged', 'pending', 'down']), 'unchanged'),
  /** Time after a move until its virtual interfaces are as they were before it. */
  virtualInterfaceMs: v.optional(milliseconds, 5000),
  /** What becomes of lines that were moved. Empty: their state stays. A line's own list stands instead of this one. */
  afterMove: v.optional(afterMove, []),
  /** What is drawn by chance in that is drawn by this: the same on every run. */
  seed: v.optional(count(0, 4_294_967_295), 0),
  /** Time that a hosted connection is `pending` once its owner has confirmed it. */
  confirmMs: v.optional(milliseconds, 2000),
  /** Time that a deleted connection is `deleting`. AWS's CLI example answers with `deleted`, which 0 does. */
  deleteMs: v.optional(milliseconds, 2000),
  /** Describe answers with what was true up to this long ago. */
  describeLagMs: v.optional(milliseconds, 0),
  /** `random`: each Describe call lags by its own share of describeLagMs. `fixed`: every one by all of it. */
  describeLag: v.optional(v.picklist(['random', 'fixed']), 'random'),
  /** Most entries on one page. AWS documents 100; fewer makes small topologies page. */
  pageSize: v.optional(count(1, 100), 100),
  /** Token buckets, one for all operations that change something, one for all Describe operations. Absent: no throttling. */
  throttle: v.optional(v.strictObject({ mutations: v.optional(throttle), reads: v.optional(throttle) }), {}),
  /** A call with the parent that the connection has already. `interrupt` moves it again, as a new move. */
  sameParent: v.optional(v.picklist(['interrupt', 'succeed', 'refuse']), 'interrupt'),
  crossLocation: v.optional(v.picklist(['refuse', 'allow']), 'refuse'),
  crossDevice: v.optional(v.picklist(['allow', 'refuse']), 'allow'),
  /** Most hosted connections on one parent. Absent: no limit. */
  maxHostedConnections: v.optional(count(1, 1_000_000)),
  /** How much bandwidth an interconnect or a LAG hosts, as a multiple of its own. 0: no limit. */
  capacityFactor: v.optional(
    v.pipe(v.number('expected a number, 0 or more'), v.minValue(0, 'expected a number, 0 or more')),
    0,
  ),
  /** States in which a hosted connection can be moved; `ordering` is the state in AWS's CLI example. */
  movableStates: v.optional(v.array(connectionState), ['ordering', 'pending', 'available', 'down']),
  /** States in which an interconnect or a LAG can take a connection. */
  hostingStates: v.optional(v.array(parentState), ['available', 'down']),
  /** How much of the journal is kept, at 1 KiB and what was sent a call; the oldest calls go first. */
  journalMiB: v.optional(count(1, 256), 128),
  /** HTTP status of DirectConnectServerException. 500 is what the model's `server` fault means in AWS JSON 1.1. */
  serverExceptionStatus: v.optional(v.picklist([500, 400]), 500),
});

export type Settings = v.InferOutput<typeof settingsSchema>;
export type ThrottleSetting = v.InferOutput<typeof throttle>;
