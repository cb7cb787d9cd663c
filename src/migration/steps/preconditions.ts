import type { Reason } from '../../contract/reason.ts';
import type { RequestItem } from '../model/request-item.ts';
import { reason } from '../outcome/build-outcome.ts';
import { ObservationUnavailableError, type Parent } from '../ports/direct-connect.ts';
import { PROCEED, type StepResult } from '../step-result.ts';
import { rejectAsObserved } from './confirm-rejection.ts';
import type { Found } from './find-connection.ts';
import type { Run } from './step.ts';

/** States in which a hosted connection is not there to be moved. The others are left to Direct Connect to judge. */
const GONE = new Set(['deleting', 'deleted', 'rejected']);

/** What must hold of the connection and of the requested parent; the parent is observed only when all else holds. */
export async function checkPreconditions(run: Run): Promise<StepResult> {
  const { item, found, ports } = run;
  const describeParent = () => ports.directConnect.describeParent(item.request.parentConnectionId);
  const unmet = unmetPrecondition(item, found) ?? unmetByParent(item, found, await describeParent());
  return unmet ? rejectAsObserved(run, unmet) : PROCEED;
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

function unmetByParent({ request }: RequestItem, found: Found, parent: Parent | 'absent'): Reason | undefined {
  const target = request.parentConnectionId;
  if (!found.target) throw new Error('the target is judged before it has been listed');
  if (parent === 'absent' && found.target === 'absent') return reason('PARENT_NOT_FOUND', `${target} does not exist`);
  const obstacle = parent !== 'absent' && hostingObstacle(parent);
  if (obstacle) return reason('PARENT_CANNOT_HOST', `${target} ${obstacle}`);
  // One answer shows it and the other does not: neither is proof.
  if (parent === 'absent' || found.target === 'absent')
    throw new ObservationUnavailableError('Direct Connect contradicts itself about the parent', { denied: false });
  const { vlan, connectionId } = found.record;
  const others = found.target.filter((other) => other.connectionId !== connectionId);
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
