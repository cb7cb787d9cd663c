import type { Contract } from './contract.ts';
import { DRAIN } from './drain-contract.ts';
import { OPERATIONS } from './operations-contract.ts';
import { OUTCOMES } from './outcomes-contract.ts';

/** All that is published. */
export const PUBLISHED_CONTRACTS: readonly Contract[] = [OUTCOMES, OPERATIONS, DRAIN];
