import type { Reason } from '../../contract/reason.ts';
import type { RequestItem } from '../model/request-item.ts';
import { reason } from '../outcome/build-outcome.ts';
import { ObservationUnavailableError, type Parent } from '../ports/ports.ts';
import type { Found } from './find-connection.ts';

/** States in which a hosted connection is not there to be moved. The others are left to Direct Connect to judge. */
const GONE = new Set(['deleting', 'deleted', 'rejected']);

/**
 * The first precondition or pre-flight check of step 6 that a look does not meet; undefined if the call may be made.
 *
 * @param parent the requested parent; it is looked up only when all else is met
 */
export async function unmetCondition(
  item: RequestItem,
  look: Found,
  parent: () => Promise<Parent | 'absent'>,
): Promise<Reason | undefined> {
  return unmetPrecondition(item, look) ?? unmetByParent(item, look, await parent());
}

function unmetPrecondition({ request }: RequestItem, look: Found): Reason | undefined {
  const { connectionId, expectedParentConnectionId: expected, expectedVlan } = request;
  const { vlan, connectionState } = look.record;
  if (look.parent !== expected) {
    return reason('UNEXPECTED_PARENT', `${connectionId} is on ${look.parent}, not on ${expected}`);
  }
  if (expectedVlan !== undefined && vlan !== expectedVlan) {
    // A record without its VLAN does not say that it carries another.
    if (vlan === undefined)
      throw new ObservationUnavailableError('Direct Connect does not tell the VLAN', { denied: false });
    return reason('UNEXPECTED_VLAN', `${connectionId} carries VLAN ${vlan}, not ${expectedVlan}`);
  }
  if (GONE.has(connectionState ?? '')) {
    return reason('CONNECTION_STATE', `${connectionId} is in state ${connectionState}`);
  }
  return undefined;
}

function unmetByParent({ request }: RequestItem, look: Found, parent: Parent | 'absent'): Reason | undefined {
  const target = request.parentConnectionId;
  if (parent === 'absent' && look.target === 'absent') return reason('PARENT_NOT_FOUND', `${target} does not exist`);
  const obstacle = parent !== 'absent' && hostingObstacle(parent);
  if (obstacle) return reason('PARENT_CANNOT_HOST', `${target} ${obstacle}`);
  // One answer shows it and the other does not: neither is proof.
  if (parent === 'absent' || look.target === 'absent')
    throw new ObservationUnavailableError('Direct Connect contradicts itself about the parent', { denied: false });
  const { vlan, connectionId } = look.record;
  const others = look.target.filter((other) => other.connectionId !== connectionId);
  const isTaken =
    vlan !== undefined && others.some((other) => other.vlan === vlan && !GONE.has(other.connectionState ?? ''));
  return isTaken ? reason('VLAN_CONFLICT', `VLAN ${vlan} is taken on ${target}`) : undefined;
}

/** Why a parent takes no hosted connection. Only an available one does: on another, the line would stay down. */
function hostingObstacle({ state, memberOf, allowsHostedConnections }: Parent): string | undefined {
  if (memberOf !== undefined) return `is a member of ${memberOf}: name the LAG as the parent`;
  if (!allowsHostedConnections) return 'takes no hosted connections';
  return state === 'available' ? undefined : `is in state ${state}`;
}
