import { keyOf } from '../../src/migration/model/request-item.ts';
import { type ControlCommand, control } from '../../src/migration/operators/control.ts';
import { type Resolution, resolve } from '../../src/migration/operators/resolve.ts';
import type { MemoryLedger } from '../support/memory-ledger.ts';
import type { Random } from '../support/random.ts';
import type { Service } from './service.ts';

/** Whoever decides in the simulation. */
export const WHO = { by: 'an operator', why: 'as the simulation has it' };

/** The people who stop and resume calls, of all lines or of some, and decide what is HELD. They may be wrong; the service checks. */
export class Operators {
  readonly #service: Service;
  readonly #ledger: MemoryLedger;
  readonly #random: Random;

  constructor(service: Service, ledger: MemoryLedger, random: Random) {
    this.#service = service;
    this.#ledger = ledger;
    this.#random = random;
  }

  /** Whoever gave a command has its answer. */
  answered: () => void = () => undefined;

  order(command: ControlCommand): void {
    const { invocation, ports } = this.#service.begin('control');
    invocation.trace('is ordered', command);
    control(command, ports).then(
      () => this.answered(),
      (error: unknown) => invocation.trace('fails', String(error)),
    );
  }

  /** Takes away whatever stands in the way. */
  liftAll(): void {
    const { paused, guards } = this.#ledger;
    if (paused) this.order({ action: 'resume', ...WHO });
    for (const parent of Object.keys(guards.cordons ?? {})) this.order({ action: 'uncordon', parent, ...WHO });
    for (const name of Object.keys(guards.freezes ?? {})) this.order({ action: 'unfreeze', name, ...WHO });
    for (const parent of Object.keys(guards.closedParents ?? {})) this.order({ action: 'openParent', parent, ...WHO });
  }

  /** Someone reads each held request, and decides. */
  resolveHeld(): void {
    for (const item of this.#ledger.requests.values()) {
      if (item.state !== 'HELD') continue;
      const verdict = this.#random.pick<Resolution['verdict']>(['moved', 'notMoved', 'notMoved', 'retry']);
      const { invocation, ports } = this.#service.begin('resolve');
      invocation.trace('is given', verdict, keyOf(item));
      resolve({ ...keyOf(item), verdict, ...WHO }, ports).then(
        (resolved) => invocation.trace('answers', resolved),
        (error: unknown) => invocation.trace('fails', String(error)),
      );
    }
  }
}
