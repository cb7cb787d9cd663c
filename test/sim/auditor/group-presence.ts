import type { Group } from '../../../src/migration/groups/group.ts';

/** Which lines were in the groups of their owners, or asked to be let in, and until when. */
export class GroupPresence {
  readonly #present = new Map<string, ReadonlySet<string>>();
  readonly #leftAtMs = new Map<string, number>();

  /** A group was written. */
  follow(ownerAccount: string, { entries, wanted }: Pick<Group, 'entries' | 'wanted'>, now: number): void {
    for (const connectionId of this.#present.get(ownerAccount) ?? []) this.#leftAtMs.set(connectionId, now);
    const lines = [...entries, ...(wanted ? [wanted] : [])].map(({ connectionId }) => connectionId);
    this.#present.set(ownerAccount, new Set(lines));
  }

  wasIn(ownerAccount: string, connectionId: string, since: number): boolean {
    const isIn = this.#present.get(ownerAccount)?.has(connectionId) === true;
    return isIn || (this.#leftAtMs.get(connectionId) ?? Number.NEGATIVE_INFINITY) >= since;
  }
}
