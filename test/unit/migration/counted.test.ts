import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../src/migration/model/settings.ts';
import { turnsAtOnce } from '../../../src/migration/pace/turns-at-once.ts';
import { observing } from '../../../src/migration/steps/recent-listings.ts';
import { tableUnder } from '../../support/markdown-table.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, SECOND, World } from '../../support/world.ts';

const PAGE = fileURLToPath(new URL('../../../docs/operations/cost.md', import.meta.url));

const ALL_OFF: Partial<Settings> = { verifyWithinMs: 0, redundancyLock: 'off', capacityFactor: 0 };
const ALL_ON: Partial<Settings> = { capacityFactor: 1 };

/**
 * What a move asks of the ledger and of Direct Connect with everything switched off. With its event, 14 calls: what is not here, no
 * guard needs.
 */
const BARE = {
  atOnce: {
    ...{ claim: 1, takeLock: 1, readControl: 2, setPace: 1, intend: 1, recordOutcome: 1 },
    ...{ releaseLock: 1, markPublished: 1, listHosted: 2, describeParent: 1, associate: 1 },
  },
  fromBacklog: {
    ...{ claim: 1, read: 1, takeLock: 1, readControl: 3, setPace: 1, intend: 1, recordOutcome: 1 },
    ...{ releaseLock: 1, markPublished: 1, listHosted: 3, describeParent: 1, associate: 1, park: 1, postpone: 1 },
  },
};

type Counts = Record<string, number>;

/** A service that counts what it asks for, by name. */
class Counted {
  readonly world: World;
  counts: Counts = {};

  constructor(settings: Partial<Settings>) {
    this.world = new World({ clockSkewMs: 5 * SECOND, ...settings });
    const { ports } = this.world;
    const parent = { state: 'available', allowsHostedConnections: true, location: 'EqDC2', bandwidthMbps: 10_000 };
    for (const id of [OLD, NEW]) this.world.parents.set(id, parent);
    ports.ledger = this.#counting(ports.ledger);
    Object.assign(ports, observing(this.#counting(ports.directConnect), ports.clock));
    ports.turns = turnsAtOnce(ports);
  }

  #counting<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name: string) => {
        const operation = Reflect.get(target, name);
        if (typeof operation !== 'function') return operation;
        return (...given: unknown[]) => {
          this.counts[name] = (this.counts[name] ?? 0) + 1;
          return operation.apply(target, given);
        };
      },
    });
  }

  async moveAtOnce(): Promise<Counts> {
    await this.world.deliver(request());
    return this.#moved();
  }

  /** Once its window has opened. */
  async moveFromBacklog(): Promise<Counts> {
    await this.world.deliver(request({ notBefore: new Date(this.world.now + MINUTE).toISOString() }));
    this.world.now += MINUTE + SECOND;
    await this.world.dispatch();
    return this.#moved();
  }

  /** Afterwards, until the line is known to be well; without what runs of `reconcile` ask for when there is nothing to do. */
  async verify(): Promise<Counts> {
    this.counts = {};
    for (let runs = 0; runs < 20 && this.world.verified.length === 0; runs++) {
      this.world.now += MINUTE;
      await this.world.reconcile();
    }
    expect(this.world.verified.map(({ detail }) => JSON.parse(detail).data.verdict)).toEqual(['HEALTHY']);
    const idle = ['due', 'dueToVerify', 'dueGroups', 'readControl'];
    return Object.fromEntries(Object.entries(this.counts).filter(([name]) => !idle.includes(name)));
  }

  #moved(): Counts {
    expect(this.world.details().map(({ data }) => data.outcome)).toEqual(['MIGRATED']);
    expect(this.world.truth.get(CONNECTION)?.parent).toBe(NEW);
    return this.counts;
  }
}

/** Cordoned, frozen and closed, though not what the line is moved from or to. */
function guardElsewhere({ world }: Counted): void {
  const decision = { by: 'noc', why: 'work on it', atMs: world.now };
  const freeze = { ...decision, fromMs: world.now, untilMs: world.now + 60 * MINUTE, parent: OTHER };
  world.ledger.guards = {
    cordons: { [OTHER]: decision },
    freezes: { f1: freeze },
    closedParents: { [OTHER]: decision },
  };
}

/** As the page counts them. */
function inSum(counts: Counts): Counts {
  const sum = (isCounted: (name: string) => boolean) =>
    Object.entries(counts).reduce((all, [name, count]) => all + (isCounted(name) ? count : 0), 0);
  const isRead = (name: string) => /^(read|due)/.test(name);
  const isDescribe = (name: string) => ['listHosted', 'describeParent'].includes(name);
  return {
    'ledger, writes': sum((name) => !isRead(name) && !isDescribe(name) && name !== 'associate'),
    'ledger, strongly consistent reads': sum(isRead),
    'Direct Connect, Describe calls': sum(isDescribe),
    'Direct Connect, AssociateHostedConnection': counts.associate ?? 0,
  };
}

describe('a move with everything switched off', () => {
  it('asks for no more than it takes, when it is made at once', async () => {
    expect(await new Counted(ALL_OFF).moveAtOnce()).toEqual(BARE.atOnce);
  });

  it('and when it has waited', async () => {
    expect(await new Counted(ALL_OFF).moveFromBacklog()).toEqual(BARE.fromBacklog);
  });
});

describe('a move with everything switched on', () => {
  const entered = { readGroup: 1, setGroup: 1, beginVerification: 1 };

  it('reads its group and enters it, and begins its verification', async () => {
    const counted = new Counted(ALL_ON);
    guardElsewhere(counted);
    expect(await counted.moveAtOnce()).toEqual({ ...BARE.atOnce, ...entered });
  });

  it('and when it has waited, reads whose line it is as well', async () => {
    const counted = new Counted(ALL_ON);
    guardElsewhere(counted);
    expect(await counted.moveFromBacklog()).toEqual({ ...BARE.fromBacklog, ...entered, readConnection: 1 });
  });

  it('publishes the same outcome as with everything off', async () => {
    const [off, on] = [new Counted(ALL_OFF), new Counted(ALL_ON)];
    await off.moveAtOnce();
    await on.moveAtOnce();
    expect(on.world.published).toEqual(off.world.published);
  });

  it('costs what the page says, with its verification', async () => {
    const [off, on] = [new Counted(ALL_OFF), new Counted(ALL_ON)];
    const sums = [inSum(await off.moveAtOnce()), inSum(await on.moveAtOnce()), inSum(await on.verify())];
    const rows = Object.keys(sums[0] ?? {}).map((what) => [what, ...sums.map((sum) => String(sum[what]))]);
    expect(tableUnder(PAGE, 'What the guards add')).toEqual(rows);
  });
});
