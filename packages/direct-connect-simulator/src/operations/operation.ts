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
