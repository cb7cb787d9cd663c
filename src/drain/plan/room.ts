import type { Line, Port } from './inventory.ts';
import type { PlanRules } from './plan.ts';

/** What a target has, and what its lines take of it: those that are there, and those that the plan moves there. */
export interface Room {
  port: Port;
  /** Of all its lines together, in Mbps. */
  mbps: number;
  usedMbps: number;
  /** The line that has each VLAN. */
  vlans: Map<number, string>;
  /** How many lines the plan moves there. */
  planned: number;
}

export function roomOf(port: Port, present: readonly Line[], rules: PlanRules): Room {
  const room = { port, mbps: bandwidthOf(port, rules) ?? 0, usedMbps: 0, vlans: new Map<number, string>(), planned: 0 };
  for (const line of present) take(room, line);
  return room;
}

/** Moves a line there. */
export function place(room: Room, line: Line): void {
  take(room, line);
  room.planned++;
}

export function freeMbps({ mbps, usedMbps }: Room): number {
  return mbps - usedMbps;
}

/** The links of a LAG that are up; undefined where Direct Connect did not list them. */
export function liveLinks({ links }: Port): number | undefined {
  return links?.filter(({ state }) => state === 'available').length;
}

/** What all lines together may have, in Mbps; undefined where it cannot be known. */
export function bandwidthOf(port: Port, { capacityFactor, spareLinks }: PlanRules): number | undefined {
  const live = port.kind === 'lag' ? liveLinks(port) : 1;
  if (port.linkMbps === undefined || live === undefined) return undefined;
  const counted = port.kind === 'lag' ? Math.max(0, live - spareLinks) : live;
  return port.linkMbps * counted * capacityFactor;
}

function take(room: Room, { connectionId, vlan, mbps }: Line): void {
  room.usedMbps += mbps ?? 0;
  if (vlan !== undefined) room.vlans.set(vlan, connectionId);
}
