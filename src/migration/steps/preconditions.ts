import { toMbps } from '../../contract/bandwidth.ts';
import type { ConnectionRecord } from '../../contract/connection-record.ts';
import type { Reason } from '../../contract/reason.ts';
import type { RequestItem } from '../model/request-item.ts';
import { reason } from '../outcome/build-outcome.ts';
import { ObservationUnavailableError, type Parent } from '../ports/direct-connect.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { observeAnew, PROCEED, type StepResult } from '../step-result.ts';
import { rejectAsObserved } from './confirm-rejection.ts';
import type { Found } from './find-connection.ts';
import type { Run } from './step.ts';

/** States in which a hosted connection is not there to be moved. The others are left to Direct Connect to judge. */
const GONE = new Set(['deleting', 'deleted', 'rejected']);

/** What must hold of the connection and of the requested parent; the parent is observed only when all else holds. */
export async function checkPreconditions(run: Run): Promise<StepResult> {
  const { item, found, isRecent, ports } = run;
  const describeParent = () => ports.directConnect.describeParent(item.request.parentConnectionId);
  const unmet = unmetPrecondition(item, found) ?? unmetByParent(item, found, await describeParent(), ports.settings);
  if (!unmet) return PROCEED;
  return isRecent ? observeAnew(found) : rejectAsObserved(run, unmet);
}

function unmetPrecondition({ request }: RequestItem, found: Found): Reason | undefined {
  const { connectionId, expectedParentConnectionId: expected, expectedVlan } = request;
  const { vlan, connectionState } = found.record;
  if (found.parent !== expected) {
    return reason('UNEXPECTED_PARENT', `${connectionId} is on ${found.parent}, not on ${expected}`);
  }
  if (expectedVlan !== undefined && vlan !== expectedVlan) {
    // A record without its VLAN does not say that it carries another.
    if (vlan === undefined)
      throw new ObservationUnavailableError('Direct Connect does not say the VLAN', { denied: false });
    return reason('UNEXPECTED_VLAN', `${connectionId} carries VLAN ${vlan}, not ${expectedVlan}`);
  }
  if (GONE.has(connectionState ?? '')) {
    return reason('CONNECTION_STATE', `${connectionId} is in state ${connectionState}`);
  }
  return undefined;
}

function unmetByParent(
  { request }: RequestItem,
  found: Found,
  parent: Parent | 'absent',
  settings: AdvancePorts['settings'],
): Reason | undefined {
  const target = request.parentConnectionId;
  if (!found.target) throw new Error('the target is judged before it has been listed');
  if (parent === 'absent' && found.target === 'absent') return reason('PARENT_NOT_FOUND', `${target} does not exist`);
  const obstacle =
    parent !== 'absent' && (hostingObstacle(parent) ?? (settings.otherLocations ? undefined : isFar(parent, found)));
  if (obstacle) return reason('PARENT_CANNOT_HOST', `${target} ${obstacle}`);
  // One answer shows it and the other does not: neither is proof.
  if (parent === 'absent' || found.target === 'absent')
    throw new ObservationUnavailableError('Direct Connect contradicts itself about the parent', { denied: false });
  const { vlan, connectionId } = found.record;
  const others = found.target.filter(
    (other) => other.connectionId !== connectionId && !GONE.has(other.connectionState ?? ''),
  );
  const isTaken = vlan !== undefined && others.some((other) => other.vlan === vlan);
  if (isTaken) return reason('VLAN_CONFLICT', `VLAN ${vlan} is taken on ${target}`);
  return hasRoom(parent, [found.record, ...others], settings.capacityFactor)
    ? undefined
    : reason('PARENT_CAPACITY', `${target} has no room for the connection`);
}

/** All lines on it together, the new one among them, take no more than `factor` times its bandwidth; 0: they may take any. */
function hasRoom({ bandwidthMbps }: Parent, lines: readonly ConnectionRecord[], factor: number): boolean {
  if (factor === 0) return true;
  const bandwidths = lines.map(({ bandwidth }) => toMbps(bandwidth));
  // What it does not say of one, it says of none.
  if (bandwidthMbps === undefined || bandwidths.includes(undefined))
    throw new ObservationUnavailableError('Direct Connect does not say the bandwidth', { denied: false });
  return bandwidths.reduce<number>((sum, each = 0) => sum + each, 0) <= bandwidthMbps * factor;
}

/** In another location than the line, as far as Direct Connect says where they are. */
function isFar({ location }: Parent, { record }: Found): string | undefined {
  if (location === undefined || record.location === undefined || location === record.location) return undefined;
  return `is in ${location}, and the connection in ${record.location}`;
}

/** Why a parent takes no hosted connection. Only an available one does: on another, the line would stay down. */
function hostingObstacle({ state, memberOf, allowsHostedConnections }: Parent): string | undefined {
  if (memberOf !== undefined) return `is a member of ${memberOf}: name the LAG as the parent`;
  if (!allowsHostedConnections) return 'takes no hosted connections';
  return state === 'available' ? undefined : `is in state ${state}`;
}
