import type { Line, Port } from './inventory.ts';
import type { LEFT_CODES, Warning } from './reasons.ts';
import { freeMbps, type Room } from './room.ts';
import { bandwidth, some } from './words.ts';
import { deviceOf, type World } from './world.ts';

/** What is in the way of one line to one target. */
export interface Misfit {
  code: (typeof LEFT_CODES)[number];
  why: string;
  help: string;
}

/** What is in the way of a line to this target, beside those that the plan has already moved there. */
export function misfits(line: Line, room: Room, world: World): Misfit[] {
  return [vlan, capacity, speed, location, device, features].flatMap((check) => check(line, room, world) ?? []);
}

function vlan(line: Line, { port, vlans }: Room): Misfit | undefined {
  const holder = line.vlan === undefined ? undefined : vlans.get(line.vlan);
  if (holder === undefined) return undefined;
  return {
    code: 'VLAN',
    why: `VLAN ${line.vlan} is taken on ${port.id} by ${holder}`,
    help: `another target, since a line keeps its VLAN; or move ${holder} away first`,
  };
}

function capacity({ mbps = 0 }: Line, room: Room, { rules }: World): Misfit | undefined {
  const free = freeMbps(room);
  if (mbps <= free) return undefined;
  const spare = rules.spareLinks > 0 && room.port.kind === 'lag' ? ', one link not counted' : '';
  return {
    code: 'CAPACITY',
    why: `${room.port.id} has ${bandwidth(Math.max(0, free))} of ${bandwidth(room.mbps)} left${spare}, and the line has ${bandwidth(mbps)}`,
    help: 'a further or larger target; or, if lines may share a port beyond its bandwidth, a larger capacity factor',
  };
}

function speed({ mbps = 0 }: Line, { port }: Room): Misfit | undefined {
  if (port.linkMbps === undefined || mbps <= port.linkMbps) return undefined;
  const link = port.kind === 'lag' ? `each link of ${port.id}` : port.id;
  return {
    code: 'SPEED',
    why: `${link} has ${bandwidth(port.linkMbps)}, and the line ${bandwidth(mbps)}`,
    help: 'a target with faster links',
  };
}

/** As in the service: where Direct Connect does not say where one of the two is, it is not held against the line. */
function location(line: Line, { port }: Room, { source, rules }: World): Misfit | undefined {
  const here = line.location ?? source.location;
  if (rules.otherLocations || here === undefined || port.location === undefined || here === port.location)
    return undefined;
  return {
    code: 'LOCATION',
    why: `${port.id} is in ${port.location}, and the line in ${here}`,
    help: `a target in ${here}; or allow other locations, if the service does`,
  };
}

/**
 * Two lines of a group that were on devices of their own must not end on one. Of lines that only have the owner account in common it is
 * not known whether they are legs of one thing: of them a person is told.
 */
function device(line: Line, { port }: Room, world: World): Misfit | undefined {
  const met = endingTogether(world.siblings.named(line), line, port, world);
  if (met.length === 0) return undefined;
  return {
    code: 'DEVICE',
    why: `${port.id} is on the logical device ${port.logicalDevice}, as ${some(met)} of its group is`,
    help: 'a target on another logical device; if they do not belong together, different groups in the groups file',
  };
}

/** Which of these lines, elsewhere, this one would share a logical device with, as it has not until now. */
function endingTogether(siblings: readonly Line[], line: Line, port: Port, world: World): string[] {
  const before = deviceOf(line, world);
  return siblings
    .filter((sibling) => {
      const other = deviceOf(sibling, world);
      const isElsewhere =
        sibling.parentConnectionId !== world.source.id && !world.wereTogether?.has(sibling.connectionId);
      return isElsewhere && other !== undefined && other === port.logicalDevice && other !== before;
    })
    .map(({ connectionId }) => connectionId);
}

function features(line: Line, { port }: Room): Misfit | undefined {
  const missing = FEATURES.filter(({ has, offers }) => has(line) && offers(port) === false).map(({ name }) => name);
  if (missing.length === 0) return undefined;
  return {
    code: 'FEATURES',
    why: `${port.id} does not offer ${some(missing)}, which the line has`,
    help: 'a target that offers it',
  };
}

type Featured = Pick<
  Line,
  | 'jumboFrameCapable'
  | 'macSecCapable'
  | 'partnerInterconnectMacSecCapable'
  | 'portEncryptionStatus'
  | 'encryptionMode'
  | 'hasLogicalRedundancy'
>;

/** What a move must not lose: what the service looks at afterwards, too. */
const FEATURES: readonly {
  name: string;
  has: (line: Featured) => boolean;
  /** undefined where Direct Connect does not say it. */
  offers: (port: Port) => boolean | undefined;
}[] = [
  {
    name: 'jumbo frames',
    has: ({ jumboFrameCapable }) => jumboFrameCapable === true,
    offers: ({ jumboFrameCapable }) => jumboFrameCapable,
  },
  {
    name: 'MACsec',
    has: (line) =>
      line.macSecCapable === true ||
      line.partnerInterconnectMacSecCapable === true ||
      line.portEncryptionStatus === 'Encryption Up' ||
      line.encryptionMode === 'must_encrypt',
    offers: ({ macSecCapable }) => macSecCapable,
  },
  {
    name: 'logical redundancy',
    has: ({ hasLogicalRedundancy }) => hasLogicalRedundancy === 'yes',
    offers: ({ hasLogicalRedundancy }) =>
      hasLogicalRedundancy === 'yes' ? true : hasLogicalRedundancy === 'no' ? false : undefined,
  },
];

/** What a line has, and of a target is not said. */
export function unsaidFeatures(line: Featured, port: Port): string[] {
  return FEATURES.filter(({ has, offers }) => has(line) && offers(port) === undefined).map(({ name }) => name);
}

/** What to know of a line on its target: what it may lose, and what could not be found out. */
export function fitWarnings(line: Line, port: Port, world: World): Warning[] {
  return [unknownDevice, sharedDevice].flatMap((warn) => warn(line, port, world) ?? []);
}

function unknownDevice(line: Line, port: Port, world: World): Warning | undefined {
  const elsewhere = world.siblings.named(line).filter((sibling) => sibling.parentConnectionId !== world.source.id);
  const isKnown =
    port.logicalDevice !== undefined && elsewhere.every((sibling) => deviceOf(sibling, world) !== undefined);
  if (elsewhere.length === 0 || isKnown) return undefined;
  return {
    code: 'DEVICE_UNKNOWN',
    why: 'it cannot be said whether it would end on one logical device with another line of its group',
    help: 'find out on which devices they are',
  };
}

function sharedDevice(line: Line, port: Port, world: World): Warning | undefined {
  const met = endingTogether(world.siblings.of(line), line, port, world);
  if (met.length === 0) return undefined;
  return {
    code: 'DEVICE_SHARED',
    why: `it ends on the logical device ${port.logicalDevice}, as ${some(met)} of the same owner account does, and did not before`,
    help: 'if they are legs of one thing, one group for them in the groups file, and the planner keeps them apart',
  };
}
