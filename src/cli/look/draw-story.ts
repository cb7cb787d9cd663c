import { formatKey, keyOf } from '../../migration/model/request-item.ts';
import type { Verification } from '../../migration/verification/verification.ts';
import type { Context } from '../context/context.ts';
import type { Logged } from '../ledger/logs.ts';
import { type Field, fields } from '../output/fields.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { duration, localTime } from '../output/time.ts';
import { wrapped } from '../output/wrapped.ts';
import { type NextStep, nextStep } from '../words/next-steps.ts';
import { entryText, outcomeOf } from '../words/outcomes.ts';
import { isUnpublished, move, named } from '../words/requests.ts';
import { waitOf, waitText } from '../words/waits.ts';
import { holdsUpBy, type Story } from './story.ts';

/** For people: what it is, what happened, what came of it, what to do. */
export function drawStory(story: Story, now: number, { out }: Pick<Context, 'out'>): void {
  const { item } = story.request;
  out.line(`${out.colour.bold(named(keyOf(item)))} is ${out.colour.bold(item.state)}${comma(story, now)}`);
  out.line();
  out.line(fields([...aboutRequest(story), ...aboutWait(story, now)], out));
  part(
    'What happened',
    item.history.map((entry): Field => [localTime(entry.atMs), entryText(entry)]),
    out,
  );
  part('Its last call', aboutCall(story), out);
  part('Outcome', aboutOutcome(story), out);
  part('What became of the line', aboutLine(story), out);
  if (story.logged) part('Logged', story.logged.map(loggedField), out);
  out.line();
  out.line(out.colour.bold('What to do'));
  showStep(nextStep(story, now), out);
}

function comma({ request, verification }: Story, now: number): string {
  const wait = waitOf(request, now);
  if (wait) return `, and waits for ${waitText(wait)}`;
  return verification ? `, and its line ${verification.verdict ?? 'not verified yet'}` : '';
}

function part(title: string, rows: readonly Field[], out: Output): void {
  if (rows.every(([, text]) => text === undefined)) return;
  out.line();
  out.line(out.colour.bold(title));
  out.line(fields(rows, out));
}

export function showStep({ text, command, page }: NextStep, out: Output): void {
  for (const line of wrapped(text, out.width - 2)) out.line(`  ${line}`);
  if (command !== undefined) out.line(`  ${out.colour.cyan(command)}`);
  if (page !== undefined) out.line(`  ${out.colour.dim(`more: docs/operations/${page}`)}`);
}

function aboutRequest({ request: { item }, connection }: Story): Field[] {
  const { request } = item;
  const { notBefore, notAfter, note, orderId, requestedBy, labels = {}, correlationId, redundancyGroup } = request;
  const window =
    notBefore === undefined && notAfter === undefined
      ? undefined
      : `${notBefore ? localTime(Date.parse(notBefore)) : 'any time'} to ${notAfter ? localTime(Date.parse(notAfter)) : 'any time'}`;
  const owner = connection.ownerAccount === undefined ? '' : ` of ${connection.ownerAccount}`;
  return [
    ['line', `${request.connectionId}${owner}, ${move(request)}${request.dryRun ? ', as a dry run' : ''}`],
    [
      'ordered',
      `${localTime(Date.parse(request.requestedAt))}${requestedBy === undefined ? '' : ` by ${printable(requestedBy)}`}`,
    ],
    ['window', window],
    ['order', orderId && printable(orderId)],
    ['note', note && printable(note)],
    ['labels', texts(labels)],
    ['redundancy group', redundancyGroup],
    ['message', item.messageId],
    ['correlation id', correlationId === request.requestId ? undefined : printable(correlationId)],
  ];
}

function texts(labels: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(labels).map(([name, text]) => printable(`${name}=${text}`));
  return entries.length === 0 ? undefined : entries.join(', ');
}

function aboutWait({ request }: Story, now: number): Field[] {
  const wait = waitOf(request, now);
  if (!wait) return [];
  const { sinceMs, untilMs, cause } = wait;
  const { dueAtMs, waitsFor: found } = request.item;
  return [
    ['waits since', `${localTime(sinceMs)}, for ${duration(now - sinceMs)}`],
    [
      'found before',
      found && found.cause !== cause && found.cause !== 'turn' ? `it waited for ${waitText(found)}` : undefined,
    ],
    ['until', untilMs === undefined ? undefined : localTime(untilMs)],
    ['taken up again', cause === 'person' || dueAtMs === undefined || dueAtMs < now ? undefined : localTime(dueAtMs)],
  ];
}

function aboutCall({ request: { item } }: Story): Field[] {
  const { attempt, attempts } = item;
  if (!attempt) return [];
  const { startedAtMs, finishedAtMs, awsRequestId, unclear, refusal, previousParent } = attempt;
  return [
    ['call', `number ${attempts}, begun ${localTime(startedAtMs)}`],
    ['answered', finishedAtMs === undefined ? 'never, as far as is known' : localTime(finishedAtMs)],
    ['AWS request', awsRequestId && printable(awsRequestId)],
    ['unclear', unclear ? 'the answer is missing, or does not say what happened' : undefined],
    ['refusal', refusal && printable(`${refusal.code}: ${refusal.message}, not confirmed yet`)],
    ['line was on', previousParent],
  ];
}

function aboutOutcome({ request: { item } }: Story): Field[] {
  const outcome = outcomeOf(item);
  if (!outcome) return [];
  const { data, metadata } = outcome;
  const { reason } = data;
  return [
    [
      'outcome',
      `${data.outcome}${data.disposition ? `, ${data.disposition}` : ''}, ${localTime(Date.parse(metadata.occurredAt))}`,
    ],
    ['reason', reason ? printable(`${reason.code}: ${reason.message}`) : undefined],
    ['AWS error', reason?.awsError ? printable(reason.awsError) : undefined],
    ['line is on', data.parentConnectionId ?? 'not known'],
    ['event', `${metadata.eventId}, ${isUnpublished(item) ? 'not published yet' : 'published'}`],
  ];
}

function aboutLine(story: Story): Field[] {
  const { verification, connection, request } = story;
  const { connectionId } = request.item.request;
  const mover = connection.lastMovedBy && named(connection.lastMovedBy);
  const isMine = mover === named(keyOf(request.item));
  return [
    ...(verification ? aboutVerification(verification) : []),
    ...releasesOf(story),
    ['last moved by', mover === undefined || isMine ? undefined : printable(mover)],
    [
      'redundancy',
      holdsUpBy(story).length > 0
        ? `lines of its owner on other ports wait until this one was well for long enough: dxm groups ${connectionId}`
        : undefined,
    ],
  ];
}

function releasesOf({ request, entries }: Story): Field[] {
  const key = formatKey(keyOf(request.item));
  return entries.flatMap(({ request: of, released }): Field[] =>
    of === key && released
      ? [
          [
            'released',
            `${printable(`by ${released.by}: ${released.why}`)}, ${localTime(released.atMs)}. It holds up no one`,
          ],
        ]
      : [],
  );
}

function aboutVerification(verification: Verification): Field[] {
  const { verdict, verdictAtMs, looks, goodLooks, lastBadAtMs, failings, firstGoodAtMs, lastLookAtMs } = verification;
  const since = verdictAtMs === undefined ? '' : `, since ${localTime(verdictAtMs)}`;
  const last = lastLookAtMs === undefined ? '' : `; the last ${localTime(lastLookAtMs)}`;
  return [
    ['found', verdict === undefined ? 'none yet' : `${verdict}${since}`],
    ['looks', looks === 0 ? 'none yet' : `${looks}, of which ${lastGood(goodLooks)}${last}`],
    [
      'last bad',
      lastBadAtMs === undefined ? undefined : `${localTime(lastBadAtMs)}: ${printable(failings.join(', '))}`,
    ],
    ['good since', firstGoodAtMs === undefined || goodLooks === 0 ? undefined : localTime(firstGoodAtMs)],
  ];
}

function lastGood(looks: number): string {
  if (looks === 0) return 'the last was not good';
  return looks === 1 ? 'the last was good' : `the last ${looks} were good`;
}

/** A line of the log, without what the story says anyway. */
export function loggedField({ atMs, function: part, members }: Logged): Field {
  const { message, cause, obstacle, until, error, age, by, why, eventId } = members;
  const rest = Object.entries({ cause, obstacle, until, error, age, by, why, eventId }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${String(value)}`],
  );
  return [localTime(atMs), printable([`${part}: ${String(message)}`, ...rest].join(', '))];
}
