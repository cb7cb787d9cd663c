import { toVerification, verificationPk } from '../../aws/verifications.ts';
import type { Verification } from '../../migration/verification/verification.ts';
import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';
import { readItem } from '../ledger/read-items.ts';
import { type Field, fields } from '../output/fields.ts';
import { printable } from '../output/printable.ts';
import { localTime } from '../output/time.ts';
import { byUrgency, type Need, needOf, needOfLine } from '../words/needs.ts';
import { named, utc } from '../words/requests.ts';
import type { Found } from './find.ts';
import { drawRows, rowAsJson, rowsOf } from './request-rows.ts';
import { showNeeds } from './show-needs.ts';
import { entriesOf } from './story.ts';

type Line = Extract<Found, { kind: 'line' }>;

/** What the ledger knows of a line: its last move, who has it now, and what waits for it. */
export async function showLine(context: Context, line: Line): Promise<number> {
  const { out } = context;
  const now = context.clock();
  const { lastMovedBy, ownerAccount } = line.connection;
  const [stored, entries] = await Promise.all([
    lastMovedBy && readItem(context, verificationPk(lastMovedBy)),
    ownerAccount === undefined ? [] : entriesOf(context, ownerAccount),
  ]);
  const verification = stored && toVerification(stored).verification;
  const isEntered = entries.some(({ connectionId, released }) => connectionId === line.connectionId && !released);
  const needs = needsOf(line, verification, now);
  if (out.isJson) out.json(asJson(line, verification, isEntered, needs, now));
  else draw(line, { verification, isEntered, needs }, now, context);
  return needs.length > 0 ? EXIT.attention : EXIT.ok;
}

function needsOf({ requests, connection }: Line, verification: Verification | undefined, now: number): Need[] {
  const { lastMovedBy: key } = connection;
  const ofLine = key && verification ? needOfLine({ key, verification }) : undefined;
  return byUrgency([...(ofLine ? [ofLine] : []), ...requests.flatMap((request) => needOf(request, now) ?? [])]);
}

function draw(
  line: Line,
  { verification, isEntered, needs }: { verification: Verification | undefined; isEntered: boolean; needs: Need[] },
  now: number,
  context: Context,
): void {
  const { out } = context;
  const { connection, connectionId, requests } = line;
  const { ownerAccount, lastParent, lastOutcomeAtMs, lastMovedBy, lastFrom, active } = connection;
  const verdict = verification && `, ${verification.verdict ?? 'no verdict yet'}`;
  const rows: Field[] = [
    ['owner', ownerAccount],
    [
      'left on',
      lastParent && `${lastParent}${lastOutcomeAtMs ? `, ${localTime(lastOutcomeAtMs)}` : ''}: as the ledger knows`,
    ],
    [
      'last moved by',
      lastMovedBy &&
        printable(
          `${named(lastMovedBy)}, from ${lastFrom ?? 'no one knows where'}${verdict ?? ''}: dxm show ${named(lastMovedBy)}`,
        ),
    ],
    ['locked by', active ? printable(named(active)) : 'no request'],
    [
      'redundancy',
      isEntered ? `it may be down: lines of its owner on other ports wait: dxm groups ${connectionId}` : undefined,
    ],
  ];
  out.line(out.colour.bold(`Line ${connectionId}`));
  out.line(fields(rows, out));
  if (needs.length > 0) {
    out.line();
    out.line(out.colour.bold('Needs a person'));
    showNeeds(needs, now, context);
  }
  out.line();
  out.line(out.colour.bold(requests.length > 0 ? 'Not finished' : 'No request for it is unfinished.'));
  if (requests.length > 0) out.line(drawRows(rowsOf(requests, now), now, out));
  out.note('Earlier requests for it are in the logs: with their ids, dxm show has them too.');
}

function asJson(
  line: Line,
  verification: Verification | undefined,
  isEntered: boolean,
  needs: Need[],
  now: number,
): object {
  const { connection, connectionId, requests } = line;
  const { ownerAccount = null, lastParent = null, lastOutcomeAtMs, lastMovedBy, lastFrom = null, active } = connection;
  return {
    ...{ kind: 'line', connectionId, ownerAccount, lastParent, lastOutcomeAt: utc(lastOutcomeAtMs) },
    lastMovedBy: lastMovedBy ? named(lastMovedBy) : null,
    lastFrom,
    lastVerdict: verification?.verdict ?? null,
    lockedBy: active ? named(active) : null,
    holdsUpOthers: isEntered,
    attention: needs.map(({ sinceMs, page, ...need }) => ({
      ...need,
      since: utc(sinceMs),
      page: `docs/operations/${page}`,
    })),
    requests: rowsOf(requests, now).map((row) => rowAsJson(row, now)),
  };
}
