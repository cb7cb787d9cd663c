import type { RequestItem } from '../model/request-item.ts';
import type { Tenant } from '../model/tenants.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { Learnt, StepResult } from '../step-result.ts';
import type { Found, Listings } from './find-connection.ts';

/** A request on its way through the steps, with what they have learnt. */
export interface Run extends Learnt {
  readonly item: RequestItem;
  readonly tenant: Tenant;
  /** Where its connection was at the last observation. */
  readonly found: Found;
  /** Those by which it was observed under the lock before, where they did not do. */
  readonly before?: Listings;
  /** Milliseconds left of the invocation. */
  readonly remaining: () => number;
  readonly ports: AdvancePorts;
}

export type Step = (run: Run) => Promise<StepResult>;
