import type { RequestKey } from '../model/request-item.ts';
import type { WaitCause, WaitsFor } from '../model/waits-for.ts';
import type { AdvancePorts } from '../ports/ports.ts';

type TallyPorts = Pick<AdvancePorts, 'log' | 'clock'>;

/** Those that wait for one cause, and the one among them that has done so for longest. */
interface Found {
  requests: number;
  longest: RequestKey;
  sinceMs: number;
}

/** Whom a run has found waiting, by cause: a log line for each, with metrics. */
export class WaitTally {
  readonly #found = new Map<WaitCause, Found>();
  readonly #ports: TallyPorts;

  constructor(ports: TallyPorts) {
    this.#ports = ports;
  }

  /** @param key of the one that has waited for longest, if there are several */
  add(longest: RequestKey, { cause, sinceMs }: Pick<WaitsFor, 'cause' | 'sinceMs'>, requests = 1): void {
    const known = this.#found.get(cause);
    const first = known && known.sinceMs <= sinceMs ? known : { longest, sinceMs };
    this.#found.set(cause, { ...first, requests: (known?.requests ?? 0) + requests });
  }

  log(): void {
    const { log, clock } = this.#ports;
    for (const [cause, { requests, longest, sinceMs }] of this.#found) {
      const age = Math.max(0, (clock() - sinceMs) / 1000);
      log('foundWaiting', { ...longest, cause, requests, age });
    }
  }
}
