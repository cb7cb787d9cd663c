import type { EventDetail } from '../../../src/contract/event.ts';
import type { VerifiedDetail } from '../../../src/contract/operations/verified.ts';
import { formatTime } from '../../../src/contract/time.ts';
import type { RedundancyLock } from '../../../src/migration/groups/group.ts';
import type { Message } from '../../../src/migration/model/message.ts';
import type { Settings } from '../../../src/migration/model/settings.ts';
import type { Tenant } from '../../../src/migration/model/tenants.ts';
import { DEFAULT_SETTINGS } from '../../support/default-settings.ts';
import { Random } from '../../support/random.ts';
import { DirectConnectWorld } from '../direct-connect.ts';
import { type Mechanism, PacedService, shipped } from '../service.ts';
import { objectionsTo } from './judge.ts';

/** One night: all lines of some owners are ordered off their ports at once, with the times that the service ships with. */
export interface OwnersNight {
  /** `callsPerSecond`. */
  rate: number;
  owners: number;
  lines: number;
  /** Each owner's lines are spread over so many ports, each of which is to be left for a LAG of its own. */
  ports: number;
  /** The port of each line by its number among its owner's; in turn, if left out. */
  portOf?: (number: number) => number;
  /** Whether an owner's orders are given one after the other; mixed with all others' if not. */
  isByOwner?: true;
  /** `redundancyLock`, if it is another than the default. */
  lock?: RedundancyLock;
  /** How many of a hundred invocations die, and calls are refused. */
  deaths?: number;
  refusals?: number;
}

/** What it came to. Times in seconds since the orders were given. */
export interface OwnersMeasures {
  /** Of each line, when it was called for last. */
  calledAt: Map<string, number>;
  /** Of each owner, when the first and the last of its lines were. */
  ofOwner: Map<string, { first: number; last: number }>;
  /** When the last line was found healthy. */
  doneAt: number;
  /** Outcomes and verdicts. */
  outcomes: Record<string, number>;
  objections: string[];
  /** Turns that no call was made with. */
  lostTurns: number;
  /** How often an owner's moves came to a port that was not the last one's. */
  phases: number;
  /** A call. */
  visits: number;
  listings: number;
  reads: number;
  writes: number;
  waitingWrites: number;
  groupReads: number;
  groupWrites: number;
}

const SECOND = 1000;
/** Order systems, which share the owners: orders for lines of one of them come by way of both. */
const SYSTEMS = ['orders', 'portal'];
/** Messages of each that are taken at a time. */
const CONCURRENCY = 2;
/** No night is longer. */
const AT_MOST = 24 * 3600;

interface Order {
  connectionId: string;
  ownerAccount: string;
  vlan: number;
  from: string;
  to: string;
}

export async function playOwners(
  night: OwnersNight,
  seed: number,
  mechanism: (settings: Settings) => Mechanism = shipped,
): Promise<OwnersMeasures> {
  const random = new Random(seed);
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    callsPerSecond: night.rate,
    redundancyLock: night.lock ?? DEFAULT_SETTINGS.redundancyLock,
  };
  const orders = night.isByOwner ? sortedByOwner(ordersOf(night)) : shuffled(ordersOf(night), random);
  const service = new PacedService({
    ...{ settings, tenants: tenantsOf(orders), random, killers: new Set(), deaths: night.deaths ?? 0 },
    ...{ listSeconds: undefined, mechanism: mechanism(settings) },
    directConnect: (now) => new DirectConnectWorld(now, undefined, night.refusals ?? 0, random.fork()),
  });
  const { time, directConnect } = service;
  const start = time.now;
  for (const { from, to, ...record } of orders) directConnect.place(record, from, to);
  for (const [index, tenant] of SYSTEMS.entries()) {
    const own = orders.filter((_, number) => number % SYSTEMS.length === index);
    void service.deliverAll(
      own.map((order) => messageOf(order, tenant, start)),
      CONCURRENCY,
    );
  }
  const isOver = () => service.published.length >= night.lines && allHealthy(service);
  for (let now = 0; now < AT_MOST && !isOver(); now += 60) await time.runUntil(start + now * SECOND);
  return measure(service, start);
}

function ordersOf({ owners, lines, ports, portOf = (number) => number % ports }: OwnersNight): Order[] {
  return Array.from({ length: lines }, (_, index) => {
    const owner = index % owners;
    // Each owner begins at another port, so that the ports have as many lines each.
    const port = (portOf(Math.floor(index / owners)) + owner) % ports;
    return {
      connectionId: `dxcon-line${index}`,
      ownerAccount: String(111_122_223_300 + owner),
      vlan: 2 + index,
      ...{ from: `dxcon-old${port}`, to: `dxlag-new${port}` },
    };
  });
}

function tenantsOf(orders: readonly Order[]): Tenant[] {
  const ownerAccounts = [...new Set(orders.map(({ ownerAccount }) => ownerAccount))];
  const parents = [...new Set(orders.flatMap(({ from, to }) => [from, to]))];
  return SYSTEMS.map((name) => ({ name, senders: [senderOf(name)], ownerAccounts, parents }));
}

function messageOf({ connectionId, from, to }: Order, tenant: string, start: number): Message {
  const body = JSON.stringify({
    ...{ schemaVersion: '1', requestId: `move-${connectionId}`, connectionId, requestedAt: formatTime(start) },
    ...{ expectedParentConnectionId: from, parentConnectionId: to },
  });
  return {
    tenant,
    id: `message-${connectionId}`,
    body,
    senderId: `${senderOf(tenant)}:x`,
    sentAtMs: start,
    receives: 1,
  };
}

function senderOf(tenant: string): string {
  return `AROA${tenant.toUpperCase()}`;
}

function allHealthy({ directConnect, verified }: PacedService): boolean {
  return verified.length >= directConnect.calledAt.filter(({ answer }) => answer === 'moved').length;
}

function measure(service: PacedService, start: number): OwnersMeasures {
  const { directConnect, published, verified, asked } = service;
  const calls = directConnect.calledAt;
  const byOwner = Map.groupBy(calls, ({ ownerAccount }) => ownerAccount);
  const seconds = (atMs: number) => (atMs - start) / SECOND;
  const details = verified.map(({ detail }) => JSON.parse(detail) as VerifiedDetail);
  const outcomes = published.map(({ detail }) => (JSON.parse(detail) as EventDetail).data);
  const count = (isCounted: (name: string) => boolean) =>
    Object.entries(asked).reduce((sum, [name, times]) => sum + (isCounted(name) ? times : 0), 0) / calls.length;
  return {
    calledAt: new Map(calls.map(({ connectionId, atMs }) => [connectionId, seconds(atMs)])),
    ofOwner: new Map(
      [...byOwner].map(([owner, own]) => {
        const times = own.map(({ atMs }) => seconds(atMs));
        return [owner, { first: Math.min(...times), last: Math.max(...times) }];
      }),
    ),
    doneAt: seconds(Math.max(...verified.map(({ atMs }) => atMs))),
    outcomes: countOf([
      ...outcomes.map(({ outcome, reason }) => (reason ? `${outcome} ${reason.code}` : outcome)),
      ...details.map(({ data }) => data.verdict),
    ]),
    objections: objectionsTo(calls, details),
    lostTurns: (asked.setPace ?? 0) - calls.length,
    phases: Math.max(...[...byOwner.values()].map(phasesOf)),
    ...{ visits: service.visits / calls.length, listings: directConnect.listings / calls.length },
    ...{ reads: count(isRead), writes: count((name) => !isRead(name)) },
    waitingWrites: service.waitingWrites / calls.length,
    groupReads: count((name) => name === 'readGroup'),
    groupWrites: count((name) => name === 'setGroup'),
  };
}

function isRead(name: string): boolean {
  return /^(read|due|countDue)/.test(name);
}

function phasesOf(calls: readonly { from: string }[]): number {
  return calls.filter(({ from }, index) => from !== calls[index - 1]?.from).length;
}

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function sortedByOwner(orders: readonly Order[]): Order[] {
  return orders.toSorted((a, b) => a.ownerAccount.localeCompare(b.ownerAccount));
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((value) => ({ value, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
