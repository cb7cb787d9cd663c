import type { Freeze } from '../../migration/model/guards.ts';
import type { Inventory, Line, OpenRequest, Port } from './inventory.ts';
import type { GroupRow } from './parse-groups.ts';
import type { PlanRules } from './plan.ts';
import type { LastLeg, PlanRequest } from './plan-request.ts';
import { Siblings } from './siblings.ts';
import { byText, groupBy, tidied } from './words.ts';

/** States of a line that is not there to be moved, and takes no room: as in the service's own checks. */
export const GONE = new Set(['deleting', 'deleted', 'rejected']);

/** What is planned about, in order, and indexed. */
export interface World {
  inventory: Inventory;
  rules: PlanRules;
  window: PlanRequest['window'];
  source: Port;
  /** By id. */
  targets: readonly Port[];
  ports: ReadonlyMap<string, Port>;
  lines: ReadonlyMap<string, Line>;
  linesOn: ReadonlyMap<string, readonly Line[]>;
  siblings: Siblings;
  rows: ReadonlyMap<string, GroupRow>;
  lastLegs: ReadonlyMap<string, LastLeg>;
  wereTogether?: ReadonlySet<string>;
  openRequests: ReadonlyMap<string, readonly OpenRequest[]>;
  /** By name: those that the window meets. */
  freezes: readonly (Freeze & { name: string })[];
}

/** What of a plan's making, or of the plan itself, the world is seen by. */
export interface View {
  source: Port;
  targets: readonly Port[];
  rules: PlanRules;
  window: PlanRequest['window'];
  rows: readonly GroupRow[];
  lastLegs: readonly LastLeg[];
  /** Lines that were on the source when the plan was made: while it is carried out, some of them are on their targets. */
  wereTogether?: ReadonlySet<string>;
}

export function worldOf(inventory: Inventory, { rows, lastLegs, ...view }: View): World {
  const sorted = inventory.lines.map(tidied).toSorted(byText((line) => line.connectionId));
  const byId = new Map(rows.map((row) => [row.connectionId, row]));
  const nameOf = (id: string) => byId.get(id)?.group;
  const present = sorted.filter(({ state }) => !GONE.has(state));
  const orders = inventory.openRequests
    .map(tidied)
    .toSorted(byText(({ tenant, requestId }) => `${tenant} ${requestId}`));
  return {
    ...view,
    inventory,
    source: tidyPort(view.source),
    targets: view.targets.map(tidyPort).toSorted(byText(({ id }) => id)),
    ports: new Map(inventory.ports.map((port) => [port.id, tidyPort(port)])),
    lines: new Map(sorted.map((line) => [line.connectionId, line])),
    linesOn: groupBy(sorted, (line) => line.parentConnectionId),
    siblings: new Siblings(present, nameOf, view.rules.redundancy),
    rows: byId,
    lastLegs: new Map(lastLegs.map((word) => [word.connectionId, word])),
    openRequests: groupBy(orders, ({ connectionId }) => connectionId),
    freezes: Object.entries(inventory.guards.freezes ?? {})
      .map(([name, freeze]) => ({ ...freeze, name }))
      .filter(({ fromMs, untilMs }) => fromMs < view.window.toMs && view.window.fromMs < untilMs)
      .toSorted(byText(({ name }) => name)),
  };
}

/** Names, devices and states are others' texts: what is said of them in a plan is as safe as they are. */
function tidyPort({ links, ...port }: Port): Port {
  return { ...tidied(port), ...(links ? { links: links.map(tidied) } : {}) };
}

/** The lines on the source, by id. */
export function linesOnSource({ linesOn, source }: World): readonly Line[] {
  return linesOn.get(source.id) ?? [];
}

/** Those on a port that take a VLAN and bandwidth there. */
export function presentOn({ linesOn }: Pick<World, 'linesOn'>, portId: string): Line[] {
  return (linesOn.get(portId) ?? []).filter(({ state }) => !GONE.has(state));
}

/** The logical device of a line, or of its port. */
export function deviceOf(line: Line, { ports }: Pick<World, 'ports'>): string | undefined {
  return line.logicalDevice ?? ports.get(line.parentConnectionId)?.logicalDevice;
}
