import type { WireRecord } from '../records/without-undefined.ts';
import type { World } from '../world.ts';
import type { Parameters } from './parameters.ts';

/** What an operation that only reads needs to know. */
export interface ReadContext {
  readonly world: World;
  /** The account that asks. */
  readonly account: string;
  /** The moment that the answer tells about: now, less this call's lag. Milliseconds since the epoch. */
  readonly at: number;
}

/** @throws {ServiceError} for everything the service would refuse */
export type ReadOperation = (context: ReadContext, parameters: Parameters) => WireRecord;

/** What an operation that changes something needs to know. */
export interface ChangeContext {
  readonly world: World;
  /** The account that asks. */
  readonly account: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** That a hosted connection came to a parent. */
export interface Move {
  readonly connectionId: string;
  readonly from: string;
  readonly to: string;
}

/** What a call has changed. */
export interface Change {
  /** The answer, once all of what the call does has been done. */
  readonly answer: () => WireRecord;
  /** `moved`: the one connection that the call was about. `changed`: anything else. */
  readonly outcome: 'moved' | 'changed' | 'unchanged';
  /** Every connection that has another parent now, or was interrupted on the same one. */
  readonly moves: readonly Move[];
}

/** @throws {ServiceError} for everything the service would refuse; nothing has changed then */
export type ChangeOperation = (context: ChangeContext, parameters: Parameters) => Change;
