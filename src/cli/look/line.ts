import { toVerification, verificationPk } from '../../aws/verifications.ts';
import { type Drain, stateOf } from '../../drain/run/drain.ts';
import type { Verification } from '../../migration/verification/verification.ts';
import type { Context } from '../context/context.ts';
import { lineText } from '../drain/run/words.ts';
import { EXIT } from '../exit-status.ts';
import { findLogged, type Logged } from '../ledger/logs.ts';
import { readItem } from '../ledger/read-items.ts';
import { withStops } from '../ledger/stops.ts';
import { type Field, fields } from '../output/fields.ts';
import { printable } from '../output/printable.ts';
import { duration, localTime } from '../output/time.ts';
import { byUrgency, type Need, needOf, needOfLine } from '../words/needs.ts';
import { named, utc } from '../words/requests.ts';
import { loggedField } from './draw-story.ts';
import type { Found } from './find.ts';
import type { ListedLine } from './listed.ts';
import { drawRows, rowAsJson, rowsOf } from './request-rows.ts';
import { showNeeds } from './show-needs.ts';
import { entriesOf } from './story.ts';

type Line = Extract<Found, { kind: 'line' }>;

interface KnownLine extends Line {
  /** Of its last move. */
  verification: Verification | undefined;
  /** It may be down, and no person has released it. */
  isEntered: boolean;
  needs: Need[];
  logged: Logged[] | undefined;
  /** Since when that is. */
  logsSinceMs: number;
}

/**
 * What the ledger knows of a line: its last move, who has it now, and what waits for it.
 *
 * @param logsSinceMs from when on the logs are read for it; undefined: not at all
 */
export async function showLine(context: Context, line: Line, logsSinceMs?: number): Promise<number> {
  const { out } = context;
  const now = context.clock();
  const { lastMovedBy, ownerAccount } = line.connection;
  const [requests, stored, entries, logged] = await Promise.all([
    withStops(context, line.requests),
    lastMovedBy && readItem(context, verificationPk(lastMovedBy)),
    ownerAccount === undefined ? [] : entriesOf(context, ownerAccount),
    logsSinceMs === undefined ? undefined : findLogged(context, [{ connectionId: line.connectionId }], logsSinceMs),
  ]);
  const verification = stored && toVerification(stored).verification;
  const known: KnownLine = {
    ...line,
    logsSinceMs: logsSinceMs ?? now,
    ...{ requests, verification, logged, needs: needsOf({ ...line, requests }, verification, now) },
    isEntered: entries.some(({ connectionId, released }) => connectionId === line.connectionId && !released),
  };
  if (out.isJson) out.json(asJson(known, now));
  else draw(known, now, context);
  return known.needs.length > 0 ? EXIT.attention : EXIT.ok;
}

function needsOf({ requests, connection }: Line, verification: Verification | undefined, now: number): Need[] {
  const { lastMovedBy: key } = connection;
  const ofLine = key && verification ? needOfLine({ key, verification }) : undefined;
  return byUrgency([...(ofLine ? [ofLine] : []), ...requests.flatMap((request) => needOf(request, now) ?? [])]);
}

function draw(line: KnownLine, now: number, context: Context): void {
  const { out } = context;
  const { connection, connectionId, verification, isEntered, needs, listed, drains } = line;
  const { ownerAccount, lastParent, lastOutcomeAtMs, lastMovedBy, lastFrom, active } = connection;
  const verdict = verification && `, ${verification.verdict ?? 'no verdict yet'}`;
  const rows: Field[] = [
    ...(listed ? listedRows(listed) : [['owner', ownerAccount] as Field]),
    [
      'left on',
      lastParent && `${lastParent}${lastOutcomeAtMs ? `, ${localTime(lastOutcomeAtMs)}` : ''}: as the ledger knows`,
    ],
    ...drains.map((drain): Field => ['drain', drainText(drain, connectionId)]),
    [
      'last moved by',
      lastMovedBy &&
        printable(
          `${named(lastMovedBy)}, from ${lastFrom ?? 'no one knows where'}${verdict ?? ''}: dxm show ${named(lastMovedBy)}`,
        ),
    ],
    ['locked by', active ? printable(named(active)) : listed ? undefined : 'no request'],
    [
      'redundancy',
      isEntered
        ? `lines of its owner on other ports wait until this one was well for long enough: dxm groups ${connectionId}`
        : undefined,
    ],
  ];
  out.line(out.colour.bold(`Line ${connectionId}`));
  out.line(fields(rows, out));
  if (needs.length > 0) {
    out.line();
    out.line(out.colour.bold('Needs a person'));
    showNeeds(needs, now, context);
  }
  drawRequests(line, now, context);
}

/** Which drain has the line, and how far that is with it. */
function drainText({ drainId, lines, ...drain }: Drain, connectionId: string): string {
  const { state = 'planned', cause } = lines[connectionId] ?? {};
  const because = cause === undefined ? '' : ` (${printable(cause)})`;
  return `${drainId}, ${stateOf({ drainId, lines, ...drain })}: it is ${lineText(state)}${because}: dxm drain status ${drainId}`;
}

function drawRequests(line: KnownLine, now: number, { out }: Context): void {
  const { connectionId, requests, logged, listed } = line;
  out.line();
  out.line(out.colour.bold(requests.length > 0 ? 'Not finished' : 'No request for it is unfinished.'));
  if (requests.length > 0) out.line(drawRows(rowsOf(requests, now), now, out));
  if (listed && logged?.length === 0) {
    const span = duration(now - line.logsSinceMs);
    out.line(`Nor was one for it received in the last ${span}: look further back with --minutes.`);
  } else if (logged) {
    out.line();
    out.line(out.colour.bold('Logged'));
    out.line(fields(logged.map(ofWhom), out));
  } else out.note(`Earlier requests for it are in the logs: dxm show ${connectionId} --logs`);
}

function listedRows({ name, ownerAccount, parentConnectionId, vlan, mbps, state, readAtMs }: ListedLine): Field[] {
  return [
    ['name', name && printable(name)],
    ['owner', ownerAccount && printable(ownerAccount)],
    ['is on', printable(parentConnectionId)],
    ['VLAN', vlan === undefined ? undefined : String(vlan)],
    ['bandwidth', mbps === undefined ? undefined : `${mbps} Mbps`],
    ['state', printable(state)],
    ['read', `${localTime(readAtMs)}, from Direct Connect; the ledger does not know the line`],
  ];
}

/** A line of the log, and of which request it is. */
function ofWhom(line: Logged): Field {
  const { tenant, requestId } = line.members;
  const [time, text] = loggedField(line);
  return [time, requestId === undefined ? text : `${printable(`${tenant}/${requestId}`)}: ${text}`];
}

/** What `dxm show LINE --json` prints. */
export type LineDocument = ReturnType<typeof asJson>;

function asJson(
  { connection, connectionId, requests, drains, verification, isEntered, needs, logged, listed }: KnownLine,
  now: number,
) {
  const { ownerAccount = null, lastParent = null, lastOutcomeAtMs, lastMovedBy, lastFrom = null, active } = connection;
  return {
    ...{ kind: 'line' as const, connectionId, ownerAccount, lastParent, lastOutcomeAt: utc(lastOutcomeAtMs) },
    lastMovedBy: lastMovedBy ? named(lastMovedBy) : null,
    lastFrom,
    lastVerdict: verification?.verdict ?? null,
    lockedBy: active ? named(active) : null,
    holdsUpOthers: isEntered,
    drains: drains.map((drain) => ({
      ...{ drainId: drain.drainId, state: stateOf(drain) },
      line: drain.lines[connectionId]?.state ?? null,
    })),
    listed: listed ? listedAsJson(listed) : null,
    attention: needs.map(({ sinceMs, page, ...need }) => ({
      ...need,
      since: utc(sinceMs),
      page: `docs/operations/${page}`,
    })),
    requests: rowsOf(requests, now).map((row) => rowAsJson(row, now)),
    ...(logged ? { logged: logged.map(({ atMs, ...rest }) => ({ at: utc(atMs), ...rest })) } : {}),
  };
}

/** What Direct Connect says; null of a line that the ledger knows: it was not asked. */
function listedAsJson({ readAtMs, ...line }: ListedLine) {
  return { ...line, readAt: utc(readAtMs) };
}
