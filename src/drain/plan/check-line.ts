import { formatTime } from '../../contract/time.ts';
import type { Line, OpenRequest } from './inventory.ts';
import type { LeftReason, Warning } from './reasons.ts';
import { inOrder, plural, some } from './words.ts';
import { GONE, type World } from './world.ts';

/** A line that was well, and may be so no more. One that is being ordered was never a leg that one could lose. */
const NOT_WELL = new Set(['down', 'unknown']);

/** A call may be on its way, or have an outcome that no one knows. */
const IN_MOTION = new Set(['CALLING', 'HELD']);

/** What is in a line's way, whatever its target. */
export function lineReasons(line: Line, world: World): LeftReason[] {
  return [exempt, state, siblings, orders, facts].flatMap((check) => check(line, world) ?? []);
}

function exempt({ connectionId }: Line, { rows }: World): LeftReason | undefined {
  if (rows.get(connectionId)?.exempt !== true) return undefined;
  return {
    code: 'EXEMPT',
    why: 'the groups file says that it stays where it is',
    help: 'agree on it with the customer, and take the mark "exempt" out of the file',
  };
}

function state({ state }: Line): LeftReason | undefined {
  if (!GONE.has(state)) return undefined;
  return {
    code: 'STATE',
    why: `it is in state ${state}`,
    help: state === 'deleting' ? 'nothing: it is on its way out' : 'nothing: there is no line any more',
  };
}

/** The last leg that is well is not moved without a person's word. One that is down itself has nothing to lose. */
function siblings(line: Line, world: World): LeftReason | undefined {
  if (world.lastLegs.has(line.connectionId)) return undefined;
  const why = sickSiblings(line, world);
  if (why === undefined) return undefined;
  return {
    code: 'SIBLING',
    why: `${why}: this may be the last line of its group that is well`,
    help:
      'wait until the other is well, or have the group confirmed to need no second line and say so by name (last leg); if the two ' +
      'do not belong together, give them different groups in the groups file',
  };
}

/** Which other lines of its group are not well now, in words. */
export function sickSiblings(line: Line, { siblings, openRequests }: World): string | undefined {
  if (line.state !== 'available') return undefined;
  const sick = siblings.of(line).flatMap(({ connectionId, parentConnectionId, state }) => {
    if (NOT_WELL.has(state)) return [`${connectionId} on ${parentConnectionId} is in state ${state}`];
    const moving = openRequests.get(connectionId)?.find((request) => IN_MOTION.has(request.state));
    return moving
      ? [`${connectionId} on ${parentConnectionId} has request ${moving.requestId} in state ${moving.state}`]
      : [];
  });
  return sick.length === 0 ? undefined : some(sick, '; ');
}

function orders({ connectionId }: Line, { openRequests }: World): LeftReason | undefined {
  const open = openRequests.get(connectionId);
  if (open === undefined) return undefined;
  const one = (request: OpenRequest) => `${request.requestId} of ${request.tenant} (${request.state})`;
  return {
    code: 'ORDER',
    why: `there ${open.length === 1 ? 'is an unfinished request' : 'are unfinished requests'} for it: ${some(open.map(one))}`,
    help: `wait until ${open.length === 1 ? 'it is' : 'they are'} done, or have it withdrawn; dxm show ${connectionId} says what it waits for`,
  };
}

/** Without these, nothing can be said of a target. */
function facts({ vlan, mbps }: Line): LeftReason[] {
  const help = 'read the inventory again; if it stays so, ask AWS';
  return [
    ...(isVlan(vlan) ? [] : [{ code: 'VLAN', why: 'Direct Connect does not say its VLAN', help } as const]),
    ...(mbps === undefined
      ? [{ code: 'CAPACITY', why: 'Direct Connect does not say its bandwidth', help } as const]
      : []),
  ];
}

export function isVlan(vlan: number | undefined): vlan is number {
  return vlan !== undefined && Number.isInteger(vlan) && vlan >= 1 && vlan <= 4094;
}

/** Who loses the line by its move, or that no one may order it. */
export function rightsWarning(line: Line, to: string, { inventory, source }: World): Warning | undefined {
  if (inventory.tenants === undefined) return undefined;
  const having = inventory.tenants.filter(
    ({ closed, ownerAccounts, parents }) =>
      closed !== true &&
      line.ownerAccount !== undefined &&
      ownerAccounts.includes(line.ownerAccount) &&
      parents.includes(source.id),
  );
  const names = having
    .filter(({ parents }) => !parents.includes(to))
    .map(({ name }) => name)
    .toSorted(inOrder);
  if (names.length > 0) {
    return {
      code: 'RIGHTS',
      why: `${plural(names.length, 'tenant')} would lose the line: ${some(names)}: ${to} is not among their parents`,
      help: `add ${to} to the tenant's parents in the tenants file before the drain`,
    };
  }
  if (having.length > 0) return undefined;
  return {
    code: 'RIGHTS',
    why: `no tenant may order its move: none has the owner account ${line.ownerAccount ?? 'that Direct Connect does not say'} and ${source.id}`,
    help: 'give a tenant these rights in the tenants file, or name the line as exempt in the groups file',
  };
}

/** A freeze in words. */
export function freezeText({ name, fromMs, untilMs }: { name: string; fromMs: number; untilMs: number }): string {
  return `freeze ${name} from ${formatTime(fromMs)} to ${formatTime(untilMs)}`;
}
