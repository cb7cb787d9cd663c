import type { EventData } from '../../src/contract/event-schema.ts';
import { visit } from '../../src/migration/dispatch/visit.ts';
import { DRAINS_TENANT, drainsTenant } from '../../src/migration/model/drains-tenant.ts';
import type { Settings } from '../../src/migration/model/settings.ts';
import type { Release } from '../../src/migration/ports/releases.ts';
import type { StoredItem } from './stored-item.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, START, World } from './world.ts';

export const RELEASED: Release = { kind: 'released', isWayBack: false };
export const WAY_BACK: Release = { kind: 'released', isWayBack: true };
export const STOPPED: Release = { kind: 'stopped', obstacle: 'line:dxcon-line7' };
export const ENDED: Release = { kind: 'ended' };
export const NOT_RELEASED: Release = { kind: 'notReleased' };

/** A world that takes requests of drains too; `release` is what these say of them. */
export class DrainWorld extends World {
  /** How often drains were asked. */
  asked = 0;

  constructor(release: Release, settings: Partial<Settings> = {}) {
    super(settings);
    this.release = release;
    this.ports.tenants = [...this.ports.tenants, drainsTenant('AROADRAINS', [OLD, NEW, OTHER])];
    const { releaseOf } = this.ports.releases;
    this.ports.releases = {
      releaseOf: async (...given) => {
        this.asked++;
        return releaseOf(...given);
      },
    };
  }

  /** A try of the drain `d1` for CONNECTION, from OLD to NEW; or its way back. */
  async send(fields: Record<string, unknown> = {}): Promise<void> {
    const requestedAt = new Date(this.now).toISOString();
    const body = request({ requestId: `d1.${CONNECTION}.1`, requestedAt, ...fields });
    await this.deliver(body, { tenant: DRAINS_TENANT, senderId: 'AROADRAINS:drain' });
  }

  item(requestId = `d1.${CONNECTION}.1`): StoredItem {
    const item = this.ledger.requests.get(`${DRAINS_TENANT}#${requestId}`);
    if (!item) throw new Error(`no request ${requestId}`);
    return item;
  }

  /** Only what waits in the backlog of drains is taken up. */
  async dispatchDrains(): Promise<void> {
    const { items } = await this.ledger.dueToCall(DRAINS_TENANT, 0, this.now);
    for (const entry of items) await visit(entry, () => MINUTE, this.ports);
  }

  /** What was published last. */
  outcome(): EventData | undefined {
    return this.details().at(-1)?.data;
  }

  /** The drain says something else from just after the next intent on. */
  afterIntent(happen: () => unknown): void {
    const { intend } = this.ledger;
    this.ledger.intend = async (...given) => {
      const written = await intend(...given);
      this.ledger.intend = intend;
      await happen();
      return written;
    };
  }
}

/** A decision of a person at START. */
export const DECISION = { atMs: START, by: 'ada', why: 'because' };
