import type { Line } from './inventory.ts';
import type { PlanRules } from './plan.ts';
import { groupBy } from './words.ts';

/**
 * Which lines must not be down together, by the rule of the service's own lock: two lines go together if both are in groups and
 * those differ, or if they are not in the same group and are on the same parent, where they fail together already. Beside the lock,
 * which knows owner accounts only, lines of one group are kept apart across accounts.
 */
export class Siblings {
  readonly #byName: ReadonlyMap<string, readonly Line[]>;
  readonly #byOwner: ReadonlyMap<string, readonly Line[]>;
  readonly #nameOf: (connectionId: string) => string | undefined;

  /** @param lines by id, without those that are gone */
  constructor(lines: readonly Line[], nameOf: (id: string) => string | undefined, redundancy: PlanRules['redundancy']) {
    this.#nameOf = nameOf;
    this.#byName = groupBy(lines, ({ connectionId }) => nameOf(connectionId));
    this.#byOwner = groupBy(redundancy === 'owner' ? lines : [], ({ ownerAccount }) => ownerAccount);
  }

  /** The other lines that must not be down together with this one. */
  of(line: Line): Line[] {
    const name = this.#nameOf(line.connectionId);
    const owned = this.#byOwner.get(line.ownerAccount ?? '') ?? [];
    return [
      ...this.named(line),
      ...owned.filter(
        (other) =>
          other.parentConnectionId !== line.parentConnectionId &&
          (name === undefined || this.#nameOf(other.connectionId) === undefined),
      ),
    ];
  }

  /** Those of them that the groups file names: people say that they are legs of one thing. */
  named(line: Line): Line[] {
    const name = this.#nameOf(line.connectionId);
    const same = name === undefined ? [] : (this.#byName.get(name) ?? []);
    return same.filter(({ connectionId }) => connectionId !== line.connectionId);
  }
}
