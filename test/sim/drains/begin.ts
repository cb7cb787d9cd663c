import { formatTime } from '../../../src/contract/time.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import { plans } from '../../../src/drain/run/plans.ts';
import { parseRequestId } from '../../../src/drain/run/request-of.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';
import type { BusEvent } from '../../../src/migration/ports/bus.ts';
import { MemoryDrains } from '../../support/memory-drains.ts';
import type { MemoryLedger } from '../../support/memory-ledger.ts';
import type { Ablation } from '../ablation.ts';
import { DrainAuditor } from '../auditor/drain-auditor.ts';
import { DrainEvidence } from '../auditor/drain-evidence.ts';
import type { Evidence } from '../auditor/evidence.ts';
import type { Operators } from '../operators.ts';
import type { Service } from '../service.ts';
import { MINUTE, SECOND } from '../settings.ts';
import type { Stage } from '../stage.ts';
import type { VirtualTime } from '../virtual-time.ts';
import { sendByHand } from './by-hand.ts';
import { DrainFunctions } from './drain-functions.ts';
import { DrainPeople } from './drain-people.ts';
import type { DrainPlan, DrainStage } from './drain-stage.ts';
import { DueDrains } from './due-drains.ts';
import { Backup } from './restore.ts';

export function setDrains(
  plan: DrainPlan,
  evidence: Evidence,
  time: VirtualTime,
  ablation: Ablation | undefined,
): DrainStage {
  const memory = new MemoryDrains();
  const made = new Map<string, Plan>();
  const drains = new DrainEvidence(made, plan.approvals);
  evidence.drains = drains;
  evidence.lookIntervalMs = Math.min(plan.tickMs, evidence.settings.pollIntervalMs);
  return {
    ...{ plan, memory, made },
    drains: ablation?.storedDrains?.(memory) ?? memory,
    index: new DueDrains(time, memory),
    parsed: plans(memory),
    auditor: new DrainAuditor(evidence, drains),
    adjust: ablation?.drains,
  };
}

/** Lets everything about drains happen in its time. */
export function beginDrains(
  stage: Stage,
  drained: DrainStage,
  memory: MemoryLedger,
  service: Service,
  operators: Operators,
): DrainPeople {
  const functions = new DrainFunctions(stage, drained, service);
  const people = new DrainPeople(stage, drained, functions, operators);
  const { published } = stage;
  stage.published = (event) => {
    published(event);
    const drainId = drainOf(event);
    if (drainId !== undefined) functions.ticks.send({ kind: 'hint', drainId }, stage.fate.delay(SECOND));
  };
  functions.schedule();
  people.begin();
  for (const at of drained.plan.byHand)
    stage.time.at(at, () => sendByHand(drained.plan.random, stage, drained, functions));
  const { restore } = drained.plan;
  if (restore) planRestore(restore, stage, drained, memory);
  return people;
}

/** Whose line an outcome or a verdict is about, if it is a drain's. */
function drainOf({ detail }: BusEvent): string | undefined {
  if (!detail.includes(DRAINS_TENANT)) return undefined;
  const { data } = JSON.parse(detail) as {
    data: { tenant?: string; requestId?: string; request?: { requestId: string } | null };
  };
  if (data.tenant !== DRAINS_TENANT) return undefined;
  return parseRequestId(data.request?.requestId ?? data.requestId ?? '')?.drainId;
}

/** As docs/operations/disaster.md has it: nothing is invoked until all that was under way is over; then the ledger is another one. */
function planRestore(
  { at, to }: { at: number; to: number },
  stage: Stage,
  { memory: drains, index, auditor }: DrainStage,
  ledger: MemoryLedger,
): void {
  const { time, evidence } = stage;
  let backup: Backup | undefined;
  time.at(to, () => {
    backup = new Backup(ledger, drains);
  });
  time.at(at, () => {
    stage.isHalted = true;
    waitForQuiet();
  });

  function waitForQuiet(): void {
    const { functionTimeoutMs, dispatchTimeoutMs } = stage.settings;
    const over = Math.max(time.now, evidence.frozenUntil) + functionTimeoutMs + dispatchTimeoutMs + 3 * MINUTE;
    time.at(over, () => (evidence.frozenUntil > time.now ? waitForQuiet() : putBack()));
  }

  function putBack(): void {
    backup?.restore(ledger, drains);
    stage.index.forget();
    index.refresh();
    stage.settings = { ...stage.settings, minRequestedAt: formatTime(time.now) };
    evidence.settings = stage.settings;
    evidence.restoredAtMs = time.now;
    evidence.count('restores');
    auditor.restored(drains);
    stage.isHalted = false;
  }
}
