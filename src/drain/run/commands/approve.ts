import type { ApproveCommand, DrainAnswer, DrainDeclined } from '../command.ts';
import type { Plans } from '../plans.ts';
import type { Drains } from '../ports.ts';

export interface ApprovePorts {
  ledger: Pick<Drains, 'readDrain' | 'setApproval'>;
  plans: Plans;
  clock: () => number;
}

export async function approve(_command: ApproveCommand, _ports: ApprovePorts): Promise<DrainAnswer | DrainDeclined> {
  return { result: 'declined', why: 'not yet' };
}
