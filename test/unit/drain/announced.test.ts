import { expect, it } from 'vitest';
import { goldenPlan } from '../../../contracts/generate/golden-plan.ts';
import { announcedOf } from '../../../src/drain/notice/announced.ts';

const plan = goldenPlan();
const [line] = plan.lines;
if (!line) throw new Error('the golden plan moves lines');
const owned = (connectionId: string, ownerAccount: string | undefined) => {
  const { ownerAccount: _owner, ...facts } = line.facts;
  return { ...line, connectionId, facts: ownerAccount === undefined ? facts : { ...facts, ownerAccount } };
};

it('counts the lines of each owner among those that are told, and takes each of no known owner for itself', () => {
  const lines = [owned('dxcon-1', 'a'), owned('dxcon-2', 'b'), owned('dxcon-3', 'a'), owned('dxcon-4', undefined)];
  const told = announcedOf(plan, [...lines, owned('dxcon-5', undefined)]);
  expect(
    told.map(({ connectionId, ownerAccount, linesOfOwner }) => [connectionId, ownerAccount, linesOfOwner]),
  ).toEqual([
    ['dxcon-1', 'a', 2],
    ['dxcon-2', 'b', 1],
    ['dxcon-3', 'a', 2],
    ['dxcon-4', null, 1],
    ['dxcon-5', null, 1],
  ]);
  expect(announcedOf(plan, lines.slice(0, 2)).map(({ linesOfOwner }) => linesOfOwner)).toEqual([1, 1]);
});

it('tells of a plan its lines, with what the groups file and the ticket say', () => {
  expect(announcedOf(plan).map(({ connectionId }) => connectionId)).toEqual(
    plan.lines.map((each) => each.connectionId),
  );
  expect(announcedOf(plan)[0]).toMatchObject({
    ...{ customer: 'Alder Bank, Frankfurt', contact: 'noc@alder.example', ticket: 'CHG-4711' },
    ...{ connectionName: 'alder-core-a', parentConnectionId: plan.source, targetParentConnectionId: line.to },
    window: plan.window,
  });
});
