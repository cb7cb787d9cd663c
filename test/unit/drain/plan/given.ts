import type { Inventory, Line, Port } from '../../../../src/drain/plan/inventory.ts';
import { makePlan } from '../../../../src/drain/plan/make-plan.ts';
import type { Plan } from '../../../../src/drain/plan/plan.ts';
import type { PlanRequest } from '../../../../src/drain/plan/plan-request.ts';

export const READ_AT = Date.parse('2026-12-01T09:00:00.000Z');
export const FROM = Date.parse('2026-12-24T19:00:00.000Z');
export const HOUR = 3_600_000;

/** An interconnect with all that a target needs. */
export function port(fields: Partial<Port> & { id: string }): Port {
  return {
    kind: fields.id.startsWith('dxlag-') ? 'lag' : 'interconnect',
    state: 'available',
    location: 'EqFR5',
    device: `${fields.id}-device`,
    logicalDevice: `${fields.id}-logical`,
    allowsHostedConnections: true,
    linkMbps: 10_000,
    jumboFrameCapable: true,
    macSecCapable: false,
    hasLogicalRedundancy: 'yes',
    ...fields,
  };
}

/** A LAG of two links of which both are up. */
export function lag(fields: Partial<Port> & { id: string }): Port {
  const links = ['one', 'two'].map((name) => ({ id: `dxcon-${name}`, state: 'available' }));
  return port({ kind: 'lag', minimumLinks: 1, links, ...fields });
}

export function line(connectionId: string, fields: Partial<Line> = {}): Line {
  return {
    connectionId,
    parentConnectionId: 'dxcon-old',
    name: `line ${connectionId}`,
    ownerAccount: '111122223333',
    state: 'available',
    location: 'EqFR5',
    vlan: 100,
    mbps: 500,
    logicalDevice: 'dxcon-old-logical',
    jumboFrameCapable: true,
    hasLogicalRedundancy: 'yes',
    ...fields,
  };
}

export function inventory(fields: Partial<Inventory> = {}): Inventory {
  return {
    readAtMs: READ_AT,
    ports: [port({ id: 'dxcon-old' }), port({ id: 'dxcon-new' })],
    lines: [line('dxcon-a')],
    guards: {},
    openRequests: [],
    ...fields,
  };
}

export function request(fields: Partial<PlanRequest> = {}): PlanRequest {
  return {
    drainId: 'fra-2026-12',
    source: 'dxcon-old',
    targets: ['dxcon-new'],
    window: { fromMs: FROM, toMs: FROM + 10 * HOUR },
    ...fields,
  };
}

/** The plan, which there has to be. */
export function planOf(given: Inventory, wanted: PlanRequest = request()): Plan {
  const result = makePlan(given, wanted);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

/** The codes under a line that stays, whether or not anything else is moved. */
export function whyLeft(given: Inventory, wanted: PlanRequest, connectionId = 'dxcon-a'): string[] {
  const result = makePlan(given, wanted);
  const plan = result.ok ? result.plan : result.draft;
  if (!plan) throw new Error(JSON.stringify(result));
  return plan.left.find((each) => each.connectionId === connectionId)?.reasons.map(({ code }) => code) ?? [];
}
