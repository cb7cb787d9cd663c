import { parsePlan } from '../../../src/drain/plan/parse-plan.ts';
import type { ApproveCommand, DrainAnswer, DrainCommand, DrainDeclined } from '../../../src/drain/run/command.ts';
import type { MemoryDrains } from '../../support/memory-drains.ts';
import type { DrainWatch, DrainWrite } from '../drains/ports.ts';
import type { Invocation } from '../invocation.ts';
import type { DrainEvidence, GivenCommand } from './drain-evidence.ts';
import { judgeReleaseOfLines, releasesIn } from './drain-release-rules.ts';
import { judgeWrite } from './drain-write-rules.ts';
import type { Evidence } from './evidence.ts';
import { followPause } from './stop-rules.ts';

const EXPECTED_FAULTS = /^(LedgerUnavailable|NotTaken|Unsettled)$/;

/** Is shown what can be seen of drains, and checks it against the invariants. */
export class DrainAuditor implements DrainWatch {
  /** Lines were released just now. */
  released: (drainId: string) => void = () => undefined;
  readonly #evidence: Evidence;
  readonly #drains: DrainEvidence;

  constructor(evidence: Evidence, drains: DrainEvidence) {
    this.#evidence = evidence;
    this.#drains = drains;
  }

  commanded(command: DrainCommand | ApproveCommand, by: Invocation): GivenCommand {
    const given = { command, atMs: this.#evidence.time.now };
    this.#drains.commands.push(given);
    this.#drains.givenIn.set(by, given);
    return given;
  }

  answered(given: GivenCommand, answer: DrainAnswer | DrainDeclined): void {
    given.answer = answer;
    given.answeredAtMs = this.#evidence.time.now;
    this.#evidence.count(`command ${given.command.action} ${answer.result}`);
  }

  drainWritten(write: DrainWrite): void {
    const seen = { ...write, atMs: this.#evidence.time.now };
    const { drainId } = write.after;
    this.#drains.writes.set(drainId, [...(this.#drains.writes.get(drainId) ?? []), seen]);
    judgeWrite(this.#evidence, this.#drains, seen);
    judgeReleaseOfLines(this.#evidence, this.#drains, seen);
    if (releasesIn(seen).length > 0) this.released(drainId);
  }

  planPut(drainId: string, rev: number, packed: Uint8Array): void {
    const parsed = parsePlan(packed);
    if (!parsed.ok || !this.#drains.plans.has(parsed.plan.digest))
      this.#evidence.object('drain D8', `PLAN#${drainId}#${rev} is none that a person has made`);
  }

  inventoryRead(atMs: number, by: Invocation): void {
    this.#drains.inventories.push({ atMs, by });
  }

  /** The drains are as they were at an earlier moment; what was done since was done all the same. */
  restored({ drains }: MemoryDrains): void {
    const atMs = this.#evidence.time.now;
    for (const [requestId, { connectionId, write }] of this.#drains.releases) {
      const last = write.after.lines[connectionId]?.try;
      if (last) this.#drains.forgotten.set(requestId, last);
    }
    // What had not started may be started again.
    this.#drains.releases.clear();
    this.#drains.bodies.clear();
    for (const writes of this.#drains.writes.values()) {
      const [last] = writes.slice(-1);
      const stored = last && drains.get(last.after.drainId);
      if (last && stored) writes.push({ ...last, how: 'restore', before: undefined, after: stored.drain, atMs });
    }
    for (const drainId of this.#drains.writes.keys()) if (!drains.has(drainId)) this.#drains.writes.delete(drainId);
    this.#drains.running.push({ atMs, running: { ...this.#evidence.ledger.running } });
    followPause(this.#evidence, this.#evidence.ledger.paused);
  }

  failed(where: string, error: unknown): void {
    const name = error instanceof Error ? error.name : '';
    if (EXPECTED_FAULTS.test(name)) return;
    // Ten others were faster each time: it may be given again.
    if (error instanceof Error && / times( |$)/.test(error.message)) {
      this.#evidence.count('commands that lost to others');
      return;
    }
    this.#evidence.object('drain fault', `${where} threw ${error instanceof Error ? error.stack : String(error)}`);
  }
}
