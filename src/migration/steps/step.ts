import type { RequestItem } from '../model/request-item.ts';
import type { Tenant } from '../model/tenants.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { StepResult } from '../step-result.ts';
import type { Found } from './find-connection.ts';

/** A request on its way through the steps. */
export interface Run {
  readonly item: RequestItem;
  readonly tenant: Tenant;
  /** Where its connection was at the last observation. */
  readonly found: Found;
  /** Milliseconds left of the invocation. */
  readonly remaining: () => number;
  readonly ports: AdvancePorts;
}

export type Step = (run: Run) => Promise<StepResult>;
