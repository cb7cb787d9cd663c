import { bandwidthRefusal } from '../bandwidth.ts';
import { addressRefusal, capacityRefusal, hostingRefusal, occupantsOf, vlanRefusal } from '../hosting.ts';
import { isLive, linksOf, reviewLinks } from '../lag-links.ts';
import { memberRecord } from '../records/connection-record.ts';
import type { ServiceError } from '../service-error.ts';
import { serviceError } from '../texts.ts';
import { mostMembers } from '../topology/checks.ts';
import { isInterrupted, parentState } from '../transition.ts';
import type { HostedConnection, Interconnect, Lag, World } from '../world.ts';
import type { ChangeOperation, Move } from './operation.ts';
import { requiredConnectionId, requiredLagId } from './parameters.ts';

/** An interconnect's way into a LAG as it is being judged. */
interface Attempt {
  readonly world: World;
  readonly interconnect: Interconnect;
  readonly lag: Lag;
  /** What the interconnect would take along: nothing, if it comes from another LAG. */
  readonly hosted: readonly HostedConnection[];
  readonly now: number;
}

type Guard = (attempt: Attempt) => ServiceError | undefined;

/** In this order: the first that objects gives the answer. */
const guards: readonly Guard[] = [
  stateForbids,
  stillTransitioning,
  alreadyMember,
  otherDevice,
  otherBandwidth,
  lagIsFull,
  otherLagNeedsIt,
  hostedConnectionsDoNotFit,
];

/** States in which a port can join: assumed. AWS's CLI example shows `requested`. */
const joinable: readonly string[] = ['requested', 'pending', 'available', 'down'];

/**
 * Makes an interconnect a member of a LAG, and its hosted connections, all at once, the LAG's (Direct Connect API reference,
 * AssociateConnectionWithLag). Those of a LAG that it leaves stay there.
 */
export const associateConnectionWithLag: ChangeOperation = ({ world, account, now }, parameters) => {
  const connectionId = requiredConnectionId(parameters);
  const lagId = requiredLagId(parameters);
  const interconnect = findInterconnect(world, account, connectionId, now);
  const lag = findLag(world, lagId, now);
  const hosted = occupantsOf(world, connectionId, now);
  for (const guard of guards) {
    const refusal = guard({ world, interconnect, lag, hosted, now });
    if (refusal !== undefined) throw refusal;
  }
  const member = world.setParent({ ...interconnect, lagId, interruptedAt: now }, now);
  const formerLag = interconnect.lagId === undefined ? undefined : world.lag(interconnect.lagId, now);
  if (formerLag) reviewLinks(world, formerLag, now);
  reviewLinks(world, lag, now);
  for (const { id } of hosted) world.place(id, lagId, now);
  const moves = hosted.map(({ id }): Move => ({ connectionId: id, from: connectionId, to: lagId }));
  return { answer: () => memberRecord(world, member), outcome: 'changed', moves };
};

/** Direct Connect User Guide, "Direct Connect link aggregation groups (LAGs)": only dedicated connections can be members. */
function findInterconnect(world: World, account: string, connectionId: string, now: number): Interconnect {
  const isPartner = account === world.topology.account;
  const interconnect = isPartner ? world.parent(connectionId, now) : undefined;
  if (interconnect?.kind === 'interconnect') return interconnect;
  const hosted = world.hostedConnections.get(connectionId);
  const isKnown = hosted !== undefined && (isPartner || hosted.definition.ownerAccount === account);
  throw serviceError(isKnown ? 'notDedicated' : 'connectionNotFound', connectionId);
}

function findLag(world: World, lagId: string, now: number): Lag {
  const lag = world.lag(lagId, now);
  if (lag === undefined) throw serviceError('lagNotFound', lagId);
  return lag;
}

function stateForbids({ interconnect, lag }: Attempt) {
  for (const port of [interconnect, lag]) {
    const state = parentState(port);
    if (!joinable.includes(state)) return serviceError('joinState', port.id, state);
  }
  return undefined;
}

function stillTransitioning({ world, interconnect, now }: Attempt) {
  return isInterrupted(world, interconnect, now) ? serviceError('transitioning', interconnect.id) : undefined;
}

function alreadyMember({ interconnect, lag }: Attempt) {
  return interconnect.lagId === lag.id ? serviceError('sameParent', interconnect.id, lag.id) : undefined;
}

function otherDevice({ interconnect, lag }: Attempt) {
  const isSame = interconnect.location === lag.location && interconnect.device === lag.device;
  return isSame ? undefined : serviceError('lagDevice', interconnect.id, interconnect.device, lag.id, lag.device);
}

function otherBandwidth({ interconnect, lag }: Attempt) {
  const [own, needed] = [interconnect.definition.bandwidth, lag.definition.connectionsBandwidth];
  return own === needed ? undefined : serviceError('lagBandwidth', interconnect.id, own, lag.id, needed);
}

function lagIsFull({ world, lag, now }: Attempt) {
  const most = mostMembers(lag.definition.connectionsBandwidth);
  return world.membersOf(lag.id, now).length < most ? undefined : serviceError('lagIsFull', lag.id, most);
}

/** AssociateConnectionWithLag makes no exception for the last member, as DisassociateConnectionFromLag does. */
function otherLagNeedsIt({ world, interconnect, now }: Attempt) {
  const former = interconnect.lagId === undefined ? undefined : world.lag(interconnect.lagId, now);
  if (former === undefined || !isLive(interconnect)) return undefined;
  const { minimumLinks } = former.definition;
  const isEnough = linksOf(world, former.id, now) - 1 >= minimumLinks;
  return isEnough ? undefined : serviceError('belowMinimumLinks', interconnect.id, former.id, minimumLinks);
}

/** AWS documents no such check here: assumed to be those of AssociateHostedConnection. */
function hostedConnectionsDoNotFit({ world, interconnect, lag, hosted, now }: Attempt) {
  if (hosted.length === 0) return undefined;
  const present = occupantsOf(world, lag.id, now);
  const coming = hosted.map(({ definition }) => definition.bandwidth);
  const refusal =
    hostingRefusal(world, lag) ??
    capacityRefusal(world, lag, present, hosted.length) ??
    bandwidthRefusal(world, lag, present, coming, now, interconnect);
  if (refusal !== undefined) return refusal;
  for (const connection of hosted) {
    const conflict = vlanRefusal(connection, lag, present) ?? addressRefusal(world, connection, lag, present);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}
