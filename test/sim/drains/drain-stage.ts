import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { PlanRequest } from '../../../src/drain/plan/plan-request.ts';
import type { ApproveCommand, DrainAnswer, DrainCommand } from '../../../src/drain/run/command.ts';
import type { Plans } from '../../../src/drain/run/plans.ts';
import type { Drains } from '../../../src/drain/run/ports.ts';
import type { DrivePorts } from '../../../src/drain/run/steps/step.ts';
import type { MemoryDrains } from '../../support/memory-drains.ts';
import type { Random } from '../../support/random.ts';
import type { DrainAuditor } from '../auditor/drain-auditor.ts';
import type { DueDrains } from './due-drains.ts';

/** What people do at a time, by what they were last answered about the drain. */
export interface ScriptStep {
  at: number;
  give: (answer: DrainAnswer) => DrainCommand | ApproveCommand;
}

/** How drains go in one run. */
export interface DrainPlan {
  /** The first is drained; others are for the same lines, by other people. */
  requests: readonly Pick<
    PlanRequest,
    'drainId' | 'source' | 'targets' | 'window' | 'limits' | 'noticeSeconds' | 'groups' | 'ticket'
  >[];
  /** How much longer than its estimate each window is, as a factor. */
  roomInWindow: number;
  tickMs: number;
  approvals: 0 | 1;
  /** The draws of the people who run them. */
  random: Random;
  /** How often people do what no one needs, as a share of the times at which they look. */
  mischief: number;
  /** Whether anyone runs them after the faults are over. */
  isStaffed: boolean;
  /** When messages are sent by hand with the role of drains. */
  byHand: readonly number[];
  /** When the ledger is put back to an earlier moment, and to which. */
  restore?: { at: number; to: number };
  /** When people submit, in milliseconds since the epoch. */
  submitAtMs: number;
  /** Instead of what people do by chance. */
  script?: readonly ScriptStep[];
}

/** All that the functions of drains meet in one run. */
export interface DrainStage {
  plan: DrainPlan;
  /** What is stored; an ablation may stand in between. */
  memory: MemoryDrains;
  drains: Drains;
  index: DueDrains;
  /** Each plan is parsed once a run. */
  parsed: Plans;
  auditor: DrainAuditor;
  /** The plans that people have made, by digest. */
  made: Map<string, Plan>;
  /** An ablation: takes a guard away from what drives drains, or carries out commands. */
  adjust: ((ports: DrivePorts, kind: 'drive' | 'command') => DrivePorts) | undefined;
}
