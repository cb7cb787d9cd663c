import type { LineFacts, PlanFacts, PortFacts, SiblingFacts } from './facts-schema.ts';
import type { Plan } from './plan.ts';
import { bandwidth, inOrder, plural, some } from './words.ts';

/** One thing that is not as it was. */
export interface Change {
  about: 'plan' | 'line' | 'port' | 'sibling' | 'freeze' | 'order';
  /** The line, port, freeze or request; the field of a plan. */
  id: string;
  /** In words, about that. */
  text: string;
}

/** What a plan rests on, or what is the case now. */
export interface Picture {
  source: string;
  /** On the source, by id. */
  lines: ReadonlyMap<string, LineFacts>;
  facts: PlanFacts;
  /** Where a line is that is not on the source any more; undefined where that is not known. */
  placeOf?: (connectionId: string) => string | undefined;
}

export function pictureOf({ source, lines, left, facts }: Plan): Picture {
  return { source, lines: new Map([...lines, ...left].map((line) => [line.connectionId, line.facts])), facts };
}

/** What has changed between two pictures of the same source. */
export function diffPictures(was: Picture, is: Picture): Change[] {
  return [
    ...lineChanges(was, is),
    ...portChanges(was, is),
    ...siblingChanges(was, is),
    ...freezeChanges(was.facts, is.facts),
    ...orderChanges(was.facts, is.facts),
  ];
}

const LINE_WORDS: Readonly<Record<string, string>> = {
  name: 'its name',
  ownerAccount: 'its owner account',
  state: 'its state',
  location: 'its location',
  vlan: 'its VLAN',
  mbps: 'its bandwidth',
  device: 'its device',
  logicalDevice: 'its logical device',
  parentConnectionId: 'its parent',
  group: 'its group',
  memberOf: 'the LAG that it is a member of',
  allowsHostedConnections: 'whether it takes hosted connections',
  linkMbps: 'the bandwidth of a link',
  links: 'its links',
  minimumLinks: 'its minimumLinks',
  jumboFrameCapable: 'whether it takes jumbo frames',
  macSecCapable: 'whether it can do MACsec',
  partnerInterconnectMacSecCapable: 'whether its interconnect can do MACsec',
  portEncryptionStatus: 'its encryption',
  encryptionMode: 'its encryption mode',
  hasLogicalRedundancy: 'its logical redundancy',
  cordoned: 'whether it is cordoned',
  closed: 'whether it is closed',
};

function lineChanges(was: Picture, is: Picture): Change[] {
  return [...new Set([...was.lines.keys(), ...is.lines.keys()])].toSorted(inOrder).flatMap((id) => {
    const [before, now] = [was.lines.get(id), is.lines.get(id)];
    if (before && now) return fieldChanges('line', id, before, now);
    if (now) return [{ about: 'line' as const, id, text: `is new on ${is.source}` }];
    const place = is.placeOf?.(id);
    return [
      { about: 'line' as const, id, text: `is not on ${was.source} any more${place ? `, but on ${place}` : ''}` },
    ];
  });
}

function portChanges(was: Picture, is: Picture): Change[] {
  const [before, now] = [byId(was.facts.ports), byId(is.facts.ports)];
  return [...new Set([...before.keys(), ...now.keys()])].toSorted(inOrder).flatMap((id): Change[] => {
    const [old, present] = [before.get(id), now.get(id)];
    if (!present) return [{ about: 'port', id, text: 'is not there any more' }];
    if (!old) return [{ about: 'port', id, text: 'is another target' }];
    const { lines: _, usedMbps: _used, vlans: _vlans, ...rest } = old;
    const { lines: _now, usedMbps: _usedNow, vlans: _vlansNow, ...restNow } = present;
    // What is on the source, its lines say themselves.
    const occupants = id === was.source ? [] : occupantChanges(old, present);
    return [...fieldChanges('port', id, rest, restNow), ...occupants];
  });
}

function occupantChanges(was: PortFacts, is: PortFacts): Change[] {
  const texts: string[] = [];
  const taken = is.vlans.filter((vlan) => !was.vlans.includes(vlan)).map(String);
  const free = was.vlans.filter((vlan) => !is.vlans.includes(vlan)).map(String);
  if (taken.length > 0) texts.push(`VLAN ${some(taken, ', ', 10)} ${taken.length === 1 ? 'is' : 'are'} taken now`);
  if (free.length > 0) texts.push(`VLAN ${some(free, ', ', 10)} ${free.length === 1 ? 'is' : 'are'} free now`);
  if (was.usedMbps !== is.usedMbps)
    texts.push(`its lines together have ${mbps(is.usedMbps)} now, and had ${mbps(was.usedMbps)}`);
  if (was.lines !== is.lines) texts.push(`it has ${plural(is.lines, 'line')} now, and had ${was.lines}`);
  return texts.map((text) => ({ about: 'port', id: is.id, text }));
}

function siblingChanges(was: Picture, is: Picture): Change[] {
  const byConnection = ({ siblings }: PlanFacts) =>
    new Map(
      siblings.map(({ connectionId, ...facts }): [string, Omit<SiblingFacts, 'connectionId'>] => [connectionId, facts]),
    );
  const [before, now] = [byConnection(was.facts), byConnection(is.facts)];
  return [...new Set([...before.keys(), ...now.keys()])].toSorted(inOrder).flatMap((id): Change[] => {
    const [old, present] = [before.get(id), now.get(id)];
    if (old && present) return fieldChanges('sibling', id, old, present);
    // That a line has left the source, or come to it, is said already.
    if (was.lines.has(id) || is.lines.has(id)) return [];
    const place = present?.parentConnectionId;
    const text = place
      ? `is now a line of a group with one of these, on ${place}`
      : 'is no line of a group with one of these any more';
    return [{ about: 'sibling', id, text }];
  });
}

function freezeChanges(was: PlanFacts, is: PlanFacts): Change[] {
  const [before, now] = [named(was.freezes, ({ name }) => name), named(is.freezes, ({ name }) => name)];
  return [...new Set([...before.keys(), ...now.keys()])].toSorted(inOrder).flatMap((id): Change[] => {
    const [old, present] = [before.get(id), now.get(id)];
    if (!present) return [{ about: 'freeze', id, text: 'does not meet the window any more' }];
    if (!old) return [{ about: 'freeze', id, text: `meets the window: from ${present.from} to ${present.until}` }];
    return fieldChanges('freeze', id, old, present);
  });
}

function orderChanges(was: PlanFacts, is: PlanFacts): Change[] {
  const key = ({ tenant, requestId }: { tenant: string; requestId: string }) => `${requestId} of ${tenant}`;
  const [before, now] = [named(was.orders, key), named(is.orders, key)];
  return [...new Set([...before.keys(), ...now.keys()])].toSorted(inOrder).flatMap((id): Change[] => {
    const [old, present] = [before.get(id), now.get(id)];
    if (!present) return [{ about: 'order', id, text: `is done, for ${old?.connectionId}` }];
    if (!old) return [{ about: 'order', id, text: `is unfinished, for ${present.connectionId}` }];
    return fieldChanges('order', id, old, present);
  });
}

/** Each field that is not the same, as `its state is down now, and was available`. */
export function fieldChanges(about: Change['about'], id: string, was: object, is: object): Change[] {
  const [before, now] = [was, is] as Record<string, unknown>[];
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(now ?? {})])].toSorted(inOrder);
  return names.flatMap((name): Change[] => {
    const [old, present] = [before?.[name], now?.[name]];
    if (JSON.stringify(old) === JSON.stringify(present)) return [];
    return [
      { about, id, text: `${LINE_WORDS[name] ?? name}: ${inWords(name, present)} now, ${inWords(name, old)} before` },
    ];
  });
}

function inWords(name: string, value: unknown): string {
  if (value === undefined) return name === 'cordoned' || name === 'closed' ? 'no' : 'not said';
  if (name === 'mbps' || name === 'linkMbps') return bandwidth(Number(value));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value))
    return (
      some(
        value.map((entry) => (entry.id ? `${entry.id} ${entry.state}` : String(entry))),
        ', ',
        8,
      ) || 'none'
    );
  return String(value);
}

function mbps(value: number | undefined): string {
  return value === undefined ? 'what is not known' : bandwidth(value);
}

function byId(ports: readonly PortFacts[]): Map<string, PortFacts> {
  return named(ports, ({ id }) => id);
}

function named<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item> {
  return new Map(items.map((item) => [key(item), item]));
}
