import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { afterAll, expect, it } from 'vitest';
import { run as announce } from '../../../../src/cli/drain/run/announce.ts';
import type { Drain } from '../../../../src/drain/run/drain.ts';
import { HOSTILE, shownBy } from '../../../support/cli-context.ts';
import { MINUTE, START } from '../../../support/world.ts';
import { inventory, line, planOf, port, request } from '../../drain/plan/given.ts';
import { answering, ID, madeDrain, stageOf, withDrain } from './given.ts';

const folder = mkdtempSync(join(tmpdir(), 'dx-migrator-calendars-'));
afterAll(() => rmSync(folder, { recursive: true }));
let folders = 0;
const fresh = () => join(folder, `new/${++folders}`);

const [ALDER, BIRCH] = ['111122223333', '222233334444'];
const FROM = 'Example NOC <noc@Example.net>';
const yes = { by: 'jo', why: 'CHG-311', yes: true, from: FROM };

/** Two lines of alder's, one of birch's; no one knows whose the others are. Only alder's contact is known. */
const plan = planOf(
  inventory({
    readAtMs: START,
    ports: [port({ id: 'dxcon-old' }), port({ id: 'dxcon-new' })],
    lines: [ALDER, BIRCH, ALDER, undefined, undefined].map((ownerAccount, at) => {
      const { ownerAccount: _, ...known } = line(`dxcon-line${at + 1}`, { vlan: 100 + at });
      return ownerAccount === undefined ? known : { ...known, ownerAccount };
    }),
  }),
  request({
    ...{ drainId: ID, window: { fromMs: START, toMs: START + 8 * 60 * MINUTE } },
    groups: [{ connectionId: 'dxcon-line1', contact: 'noc@alder.example', exempt: false }],
  }),
);
const OWN = new Map([
  [`${ID}.${ALDER}.ics`, ['dxcon-line1', 'dxcon-line3']],
  [`${ID}.${BIRCH}.ics`, ['dxcon-line2']],
  [`${ID}.dxcon-line4.ics`, ['dxcon-line4']],
  [`${ID}.dxcon-line5.ics`, ['dxcon-line5']],
]);

const announcement: NonNullable<Drain['announcement']> = {
  ...{ atMs: START - MINUTE, by: 'jo', why: 'CHG-311', rev: 1, serviceVersion: '0.0.0', published: 5 },
  ...{ fromMs: START, toMs: START + MINUTE, doneAtMs: START },
};

const read = (ics: string, name: string) => readFileSync(join(ics, name), 'utf8');

function eventIn(text: string) {
  const event = ICAL.Component.fromString(text).getFirstSubcomponent('vevent') ?? expect.fail('there is an event');
  const values = (name: string) => event.getAllProperties(name).map((property) => String(property.getFirstValue()));
  return { event, values, value: (name: string) => values(name)[0] };
}

it('writes a file for each customer, with nothing of another’s, and shows whom it is for', async () => {
  const { context } = stageOf(plan, madeDrain(plan));
  const ics = fresh();
  await announce(context, ID, { ...yes, ics });
  expect(readdirSync(ics).toSorted()).toEqual([...OWN.keys()].toSorted());
  for (const [name, own] of OWN) {
    const text = read(ics, name);
    expect(eventIn(text).values('x-maintnote-object-id')).toEqual(own);
    for (const other of plan.lines.map(({ connectionId }) => connectionId).filter((id) => !own.includes(id)))
      expect(text).not.toContain(other);
    expect(text).not.toContain('alder.example');
    expect(eventIn(text).value('organizer')).toBe('mailto:noc@Example.net');
    expect(eventIn(text).value('x-maintnote-provider')).toBe('example.net');
  }
  const shown = shownBy(context).split('\n');
  expect(shown[0]).toMatch(/^Announced/);
  expect(shown).toContain(`4 calendar files in ${ics}, to be sent to each customer:`);
  expect(shown.find((text) => text.startsWith(`${ID}.${ALDER}`))).toContain('noc@alder.example');
  expect(shown.find((text) => text.startsWith(`${ID}.${BIRCH}`))).toContain('the plan names no contact');
});

it('says it again of what was announced: its window and time, without lines that were set aside since', async () => {
  const drain = madeDrain(
    plan,
    { announcement },
    { 'dxcon-line3': { state: 'setAside' }, 'dxcon-line2': { state: 'setAside' } },
  );
  const { context } = stageOf(plan, drain, { result: 'unchanged' }, { isJson: true });
  const ics = fresh();
  await announce(context, ID, { ...yes, ics });
  const { value, values } = eventIn(read(ics, `${ID}.${ALDER}.ics`));
  expect(values('x-maintnote-object-id')).toEqual(['dxcon-line1']);
  expect(Date.parse(value('dtend') ?? '')).toBe(announcement.toMs);
  expect(Date.parse(value('dtstamp') ?? '')).toBe(announcement.atMs);
  const { calendars, result } = JSON.parse(shownBy(context));
  expect(result).toBe('unchanged');
  expect(calendars).toHaveLength(3);
  expect(calendars[0]).toEqual({
    ...{ file: join(ics, `${ID}.${ALDER}.ics`), ownerAccount: ALDER, lines: ['dxcon-line1'] },
    contacts: ['noc@alder.example'],
  });
});

it.each([
  [
    'nothing that is there',
    { ics: folder, from: FROM },
    { where: folder, message: expect.stringContaining(`${ID}.${BIRCH}.ics`) },
  ],
  ['into a file', { ics: join(folder, 'file'), from: FROM }, { message: 'this is no folder' }],
  ['under a file', { ics: join(folder, 'file/more'), from: FROM }, { message: 'this is no folder' }],
  ['with no one named', { ics: fresh(), from: undefined }, { where: '--from' }],
  ['with no address', { ics: fresh(), from: 'noc@example.net' }, { where: '--from' }],
  ['with a name that hides something', { ics: fresh(), from: `${HOSTILE} <noc@example.net>` }, { where: '--from' }],
  ['in no folder', { ics: undefined, from: FROM }, { where: '--from', todo: 'say --ics and a folder as well' }],
])('writes %s, and then announces nothing', async (_, { ics, from }, refused) => {
  writeFileSync(join(folder, 'file'), '');
  writeFileSync(join(folder, `${ID}.${BIRCH}.ics`), 'kept');
  const { context, asked } = stageOf(plan, madeDrain(plan));
  const { ics: _ics, from: _from, ...decided } = { ...yes, ics, from };
  const given = { ...decided, ...(ics === undefined ? {} : { ics }), ...(from === undefined ? {} : { from }) };
  await expect(announce(context, ID, given)).rejects.toMatchObject({ status: 2, ...refused });
  expect(asked).toEqual([]);
  expect(read(folder, `${ID}.${BIRCH}.ics`)).toBe('kept');
});

it('writes none where it is declined', async () => {
  const { context } = stageOf(plan, madeDrain(plan), { result: 'declined', why: 'its window is over' });
  const ics = fresh();
  await expect(announce(context, ID, { ...yes, ics })).rejects.toMatchObject({ status: 1 });
  expect(readdirSync(ics)).toEqual([]);
});

it('says that customers are told all the same where it cannot write', async () => {
  const ics = fresh();
  const { Invoke } = answering(plan);
  const drain = madeDrain(plan);
  const context = withDrain(plan, drain, {
    Invoke: ((input: never) => {
      writeFileSync(join(ics, `${ID}.${BIRCH}.ics`), 'kept');
      return Invoke?.(input);
    }) as never,
  });
  await expect(announce(context, ID, { ...yes, ics })).rejects.toMatchObject({
    ...{ status: 1, where: join(ics, `${ID}.${BIRCH}.ics`), todo: expect.stringContaining('another --ics') },
    message: expect.stringMatching(/^announced, but/),
  });
  expect(read(ics, `${ID}.${BIRCH}.ics`)).toBe('kept');
});
