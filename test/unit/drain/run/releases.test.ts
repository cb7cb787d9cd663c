import { beforeEach, describe, expect, it } from 'vitest';
import { parseRequest } from '../../../../src/contract/request.ts';
import type { MigrationRequest } from '../../../../src/contract/request-schema.ts';
import { packPlan } from '../../../../src/drain/plan/parse-plan.ts';
import type { Approval, Drain } from '../../../../src/drain/run/drain.ts';
import type { LineProgress } from '../../../../src/drain/run/line.ts';
import { movesOf } from '../../../../src/drain/run/moves.ts';
import { plans } from '../../../../src/drain/run/plans.ts';
import { releases } from '../../../../src/drain/run/releases.ts';
import { rehearsalOf, requestOf } from '../../../../src/drain/run/request-of.ts';
import type { Stop } from '../../../../src/drain/run/stop.ts';
import type { Running } from '../../../../src/migration/ports/control.ts';
import { MemoryDrains } from '../../../support/memory-drains.ts';
import { FROM, HOUR, inventory, line, planOf, request as wanted } from '../plan/given.ts';

const PLAN = planOf(
  inventory({ lines: [line('dxcon-a'), line('dxcon-b', { vlan: 101 })] }),
  wanted({ ticket: 'CHG0042 — "Ü"' }),
);
const { drainId, digest } = PLAN;
const DECISION = { atMs: FROM, by: 'ada', why: 'the port is cut' };
const APPROVAL: Approval = { ...DECISION, rev: 1, digest };
const TRY = { number: 2, rev: 1, wave: 1, releasedAtMs: FROM, requestedAtMs: FROM + 7, notAfterMs: FROM + 900_000 };
const STOP: Stop = { id: 'line:dxcon-b', kind: 'line', about: 'dxcon-b', ...DECISION };

function drain(fields: Partial<Drain> = {}): Drain {
  const progress: LineProgress = { state: 'released', try: TRY, expired: 0 };
  return {
    ...{ drainId, phase: 'RUNNING', rev: 1, digest, submitted: DECISION, approval: APPROVAL, waivers: {} },
    ...{ started: DECISION, endsAtMs: FROM + 10 * HOUR, stops: [], wave: { number: 1 }, promoted: 0 },
    ...{ forgiven: { failed: 0, drifted: 0 }, tick: { number: 1, atMs: FROM }, unpublished: [], told: [], history: [] },
    lines: { 'dxcon-a': progress, 'dxcon-b': { state: 'planned', expired: 0 } },
    ...fields,
  };
}

const ROLLBACK = drain({
  drainId: `${drainId}-r1`,
  rollbackOf: drainId,
  lines: { 'dxcon-a': drain().lines['dxcon-a'] as LineProgress },
});
const withoutApproval = (of: Drain): Drain => {
  const { approval: _, ...rest } = of;
  return rest;
};

let drains: MemoryDrains;
beforeEach(async () => {
  drains = new MemoryDrains();
  await drains.putPlan(drainId, 1, packPlan(PLAN));
});

interface Asked {
  drain?: Drain;
  /** The drain that it is a rollback of. */
  base?: Drain;
  request?: Partial<MigrationRequest>;
  running?: Running;
  drainApprovals?: number;
  minRequestedAt?: string;
}

/** What the message that the driver sends becomes, on its way through the queue and the contract. */
function received(of: Drain, fields: Partial<MigrationRequest> = {}): MigrationRequest {
  const move = movesOf(of, PLAN).get('dxcon-a');
  if (!move) throw new Error('the plan has no such line');
  const body = { ...requestOf(of.drainId, move, TRY, PLAN.ticket), ...fields };
  const parsed = parseRequest(JSON.stringify(body), FROM + 10);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.request;
}

async function ask({ drain: asked = drain(), base, request, running, ...settings }: Asked = {}) {
  for (const each of base ? [asked, base] : [asked]) await drains.createDrain(each, undefined);
  const named =
    asked.rollbackOf === undefined ? { drain: asked.drainId } : { rollback: asked.rollbackOf && asked.drainId };
  const control = { paused: false, circuits: {}, running: running ?? named };
  const ports = {
    drains,
    plans: plans(drains),
    settings: { drainApprovals: 1, minRequestedAt: '2026-01-01T00:00:00Z', ...settings },
  };
  return releases(ports).releaseOf(received(asked, request), control);
}

const NOT_RELEASED = { kind: 'notReleased' };
const ENDED = { kind: 'ended' };
const RELEASED = { kind: 'released', isWayBack: false };

describe('a drain', () => {
  it('has released what its driver sends, whatever characters its ticket has', async () => {
    expect(await ask()).toEqual(RELEASED);
  });

  it.each<[string, Partial<MigrationRequest>]>([
    ['another line', { connectionId: 'dxcon-b' }],
    ['a line that is not in the plan', { requestId: `${drainId}.dxcon-z.1`, connectionId: 'dxcon-z' }],
    ['a line that it has not released', { requestId: `${drainId}.dxcon-b.1`, connectionId: 'dxcon-b' }],
    ['a try to come', { requestId: `${drainId}.dxcon-a.3` }],
    ['another target', { parentConnectionId: 'dxcon-other' }],
    ['another source', { expectedParentConnectionId: 'dxcon-other' }],
    ['another drain', { requestId: 'other.dxcon-a.2' }],
    ['an id of nobody', { requestId: 'by-hand' }],
    ['a later end', { notAfter: new Date(FROM + 11 * HOUR).toISOString() }],
    ['another time of the order', { requestedAt: new Date(FROM + 8).toISOString() }],
    ['another group', { redundancyGroup: 'mine' }],
    ['another VLAN', { expectedVlan: 7 }],
    ['another ticket', { orderId: 'CHG0043' }],
    ['a note', { note: 'by hand' }],
    ['a rehearsal that would move the line', { requestId: `${drainId}.dxcon-a.r1` }],
    ['a try that would not', { dryRun: true }],
  ])('has not released %s', async (_what, request) => {
    expect(await ask({ request })).toEqual(NOT_RELEASED);
  });

  it('whose plan is not there, or another one, has released nothing', async () => {
    drains.plans.clear();
    expect(await ask()).toEqual(NOT_RELEASED);
    await drains.putPlan(drainId, 1, packPlan(planOf(inventory())));
    expect(await ask()).toEqual(NOT_RELEASED);
  });

  it.each<[string, Asked]>([
    ['has not started', { drain: drain({ phase: 'PLANNED' }) }],
    ['ends', { drain: drain({ phase: 'ENDING' }) }],
    ['is over', { drain: drain({ phase: 'ABORTED' }) }],
    ['is not the one that runs', { running: { drain: 'other' } }],
    ['runs as a rollback', { running: { rollback: drainId } }],
    ['is from a ledger that was restored', { minRequestedAt: new Date(FROM + 1).toISOString() }],
    ['is not approved', { drain: withoutApproval(drain()) }],
    ['was approved as another revision', { drain: drain({ approval: { ...APPROVAL, rev: 2 } }) }],
    ['was approved with another digest', { drain: drain({ approval: { ...APPROVAL, digest: 'x' } }) }],
    [
      'has another revision since',
      { drain: drain({ rev: 1, lines: { 'dxcon-a': { state: 'released', try: { ...TRY, rev: 0 }, expired: 0 } } }) },
    ],
    ['has tried the line anew', { request: { requestId: `${drainId}.dxcon-a.1` } }],
    ['ends, and is stopped', { drain: drain({ phase: 'ENDING', stops: [STOP] }) }],
  ])('that %s has released it no more', async (_what, asked) => {
    expect(await ask(asked)).toEqual(ENDED);
  });

  it('that is stopped says by what', async () => {
    expect(await ask({ drain: drain({ stops: [STOP] }) })).toEqual({ kind: 'stopped', obstacle: 'line:dxcon-b' });
  });

  it('needs no approval where that was waived, or none is asked for', async () => {
    const unapproved = withoutApproval(drain());
    expect(await ask({ drain: { ...unapproved, waivers: { approval: DECISION } } })).toEqual(RELEASED);
    drains.drains.clear();
    expect(await ask({ drain: unapproved, drainApprovals: 0 })).toEqual(RELEASED);
  });

  it('has its lines checked by dry runs before anything else', async () => {
    await drains.createDrain(drain({ phase: 'PLANNED', stops: [STOP] }), undefined);
    const move = movesOf(drain(), PLAN).get('dxcon-b');
    if (!move) throw new Error('the plan has no such line');
    const ports = {
      drains,
      plans: plans(drains),
      settings: { drainApprovals: 1, minRequestedAt: '2026-01-01T00:00:00Z' },
    };
    const asked = releases(ports).releaseOf(rehearsalOf(drainId, move, 1, FROM), { paused: false, circuits: {} });
    expect(await asked).toEqual(RELEASED);
  });
});

describe('a rollback', () => {
  it('has released the way back of a line, under the approval of the plan that it takes back', async () => {
    expect(await ask({ drain: withoutApproval(ROLLBACK), base: drain() })).toEqual({
      kind: 'released',
      isWayBack: true,
    });
  });

  it.each<[string, Asked, object]>([
    [
      'the way there',
      { request: { expectedParentConnectionId: 'dxcon-old', parentConnectionId: 'dxcon-new' } },
      NOT_RELEASED,
    ],
    ['anything under an approval of its own', { base: withoutApproval(drain()) }, ENDED],
    ['anything of a drain that is not there', { drain: { ...ROLLBACK, rollbackOf: drainId } }, ENDED],
    ['anything unless it is the one that runs', { base: drain(), running: { drain: ROLLBACK.drainId } }, ENDED],
  ])('has not released %s', async (_what, asked, expected) => {
    expect(await ask({ drain: ROLLBACK, ...asked })).toEqual(expected);
  });

  it('has not released a line that it does not take back', async () => {
    const request = { requestId: `${ROLLBACK.drainId}.dxcon-b.2`, connectionId: 'dxcon-b' };
    expect(await ask({ drain: ROLLBACK, base: drain(), request })).toEqual(NOT_RELEASED);
  });
});
