import type { Random } from '../support/random.ts';
import type { Call } from './ports/associate.ts';
import { SECOND } from './settings.ts';
import { PARENTS } from './topology.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { World } from './world.ts';

/** Someone who moves lines by hand just when the service calls for them. */
export class Meddler {
  readonly #random: Random;
  readonly #time: VirtualTime;
  readonly #world: World;

  constructor(random: Random, time: VirtualTime, world: World) {
    this.#random = random;
    this.#time = time;
    this.#world = world;
  }

  called({ connectionId, parentId, invocation }: Call): void {
    if (!this.#random.chance(0.3)) return;
    const { staleMs, clockSkewMs, effectTimeoutMs } = invocation.settings;
    const soon = this.#random.pick([4 * SECOND, staleMs + clockSkewMs, effectTimeoutMs]);
    const to = this.#random.pick([parentId, ...PARENTS]);
    const at = this.#time.now + this.#random.between(0, soon);
    this.#time.at(at, () => this.#world.moveByHand(connectionId, to));
  }
}
