import { DRAIN_ID } from '../../drain/plan/fields.ts';
import { UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { drainAsJson } from '../drain/run/drain-as-json.ts';
import { rowAsJson, rowsOf } from '../drain/run/lines.ts';
import { drainReader, type KnownDrain } from '../drain/run/read-drain.ts';
import { run as listDrains } from '../drain/run/status.ts';
import { nextCommand, stateText } from '../drain/run/words.ts';
import { run as listRequests } from '../look/requests.ts';
import { run as showWhat } from '../look/show.ts';
import { asJson } from '../look/summary.ts';
import { readWorld } from '../look/world.ts';
import { run as showEvidence } from '../operate/resolve.ts';
import { run as listParents } from '../parents/parents.ts';
import { Readings } from './readings.ts';
import { recorded } from './recorded.ts';

/** What is read for the page: the documents of `dxm … --json`, each read once for all who ask at a time. */
export interface Reads {
  status: () => Promise<object>;
  /** @param cause only those that wait for it */
  requests: (cause: string) => Promise<object>;
  drains: () => Promise<object>;
  drain: (drainId: string) => Promise<object>;
  plan: (drainId: string) => Promise<object>;
  show: (what: string) => Promise<object>;
  /** What the decision on a held request rests on. */
  evidence: (request: string) => Promise<object>;
  parents: () => Promise<object>;
  /** After a change. */
  forget: () => void;
}

/** Two tabs ask within this time of each other. */
const FRESH_MS = 400;

/** The lists of all ports are long, and Direct Connect is asked for them at a rate that moves need. */
const PORTS_FRESH_MS = 20_000;

/** What `dxm show` searches the logs for without being told otherwise. */
const MINUTES = 24 * 60;

export function reads(context: Context): Reads {
  const readings = new Readings(context.clock);
  const drains = new Map<string, () => Promise<KnownDrain>>();
  const once = <Result>(name: string, read: () => Promise<Result>, freshMs = FRESH_MS) =>
    readings.read(name, freshMs, read);
  const drainOf = (drainId: string) => {
    const read = drains.get(drainId) ?? drainReader(context, drainId);
    // Its plan is kept with it; of what no drain is called, nothing is.
    if (DRAIN_ID.pattern.test(drainId) && drains.size < MOST_DRAINS) drains.set(drainId, read);
    return read();
  };
  return {
    status: () => once('status', async () => asJson(context.stage.name, await readWorld(context))),
    requests: (waiting) =>
      once(`requests ${waiting}`, () => documentOf(context, (one) => listRequests(one, { waiting }))),
    drains: () => once('drains', () => documentOf(context, (one) => listDrains(one, undefined))),
    drain: (drainId) => once(`drain ${drainId}`, async () => drainDocument(await drainOf(drainId), context.clock())),
    plan: (drainId) => once(`plan ${drainId}`, async () => (await drainOf(drainId)).plan),
    show: (what) => once(`show ${what}`, () => documentOf(context, (one) => showWhat(one, what, { minutes: MINUTES }))),
    evidence: (name) =>
      once(`evidence ${name}`, () => documentOf(context, (one) => showEvidence(one, name, undefined, { by: '' }))),
    parents: () => once('parents', () => documentOf(context, (one) => listParents(one, {})), PORTS_FRESH_MS),
    forget: () => readings.forget(),
  };
}

const MOST_DRAINS = 100;

/** A drain as `dxm drain status` and `dxm drain lines` show it, read once. */
export type DrainView = ReturnType<typeof drainDocument>;

function drainDocument(known: KnownDrain, now: number) {
  return {
    is: stateText(known.drain, known.plan.waves.length),
    drain: drainAsJson(known, now),
    lines: rowsOf(known).map(rowAsJson),
    next: nextCommand(known.drain, known.plan.source) ?? null,
  };
}

/** What a command prints with --json, and what it says beside that. */
async function documentOf(context: Context, run: (context: Context) => Promise<unknown>): Promise<object> {
  const record = recorded(context, true);
  await run(record.context);
  const [document] = record.documents;
  if (typeof document !== 'object' || document === null)
    throw new UsageError(record.notes.join(' ') || 'nothing was found');
  return record.notes.length === 0 ? document : { ...document, notes: record.notes };
}
