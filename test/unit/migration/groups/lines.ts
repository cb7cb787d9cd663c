import type { Entry } from '../../../../src/migration/groups/group.ts';
import type { Settings } from '../../../../src/migration/model/settings.ts';
import { OLD, OTHER, OWNER, request, World } from '../../../support/world.ts';

const LINES = { a: OLD, b: OLD, c: OTHER } as const;
type Name = keyof typeof LINES;

/** Lines a and b on one port and c on another, all of one owner; each request is called like its line. */
export class Lines {
  readonly world: World;

  constructor(settings: Partial<Settings> = {}) {
    this.world = new World(settings);
    Object.entries(LINES).forEach(([name, parent], index) => {
      this.world.place(`dxcon-${name}`, parent, { vlan: 200 + index });
    });
  }

  async order(line: Name, fields: Record<string, unknown> = {}): Promise<void> {
    const expectedParentConnectionId = this.world.truth.get(`dxcon-${line}`)?.parent;
    const requestedAt = new Date(this.world.now).toISOString();
    const order = { requestId: line, connectionId: `dxcon-${line}`, expectedParentConnectionId, requestedAt };
    await this.world.deliver(request({ ...order, ...fields }));
  }

  get called(): string[] {
    return this.world.calls.map(({ connectionId }) => connectionId.replace('dxcon-', ''));
  }

  get entries(): readonly Entry[] {
    return this.world.ledger.groups.get(OWNER)?.group.entries ?? [];
  }

  get entered(): string[] {
    return this.entries.map(({ connectionId }) => connectionId.replace('dxcon-', ''));
  }
}
