import type { RequestItem } from '../../migration/model/request-item.ts';
import { needOfStory, nextStep } from '../words/next-steps.ts';
import { outcomeOf } from '../words/outcomes.ts';
import { isUnpublished, named, utc } from '../words/requests.ts';
import { waitOf } from '../words/waits.ts';
import { waitAsJson } from './request-rows.ts';
import type { Story } from './story.ts';

/** What `dxm show REQUEST --json` prints. */
export type StoryDocument = ReturnType<typeof storyAsJson>;

/** For --json: all that the story says, times in UTC, null for what there is none of. */
export function storyAsJson(story: Story, now: number) {
  const { request, connection, verification, logged } = story;
  const { item } = request;
  const { tenant, state, attempts, messageId, attempt, history, dueAtMs } = item;
  const wait = waitOf(request, now);
  const { text, command = null, page } = nextStep(story, now);
  return {
    ...{ kind: 'request' as const, tenant, requestId: item.request.requestId, state, attempts, messageId },
    request: item.request,
    waitsFor: wait ? waitAsJson(wait) : null,
    dueAt: utc(dueAtMs),
    history: history.map(({ atMs, ...entry }) => ({ at: utc(atMs), ...entry })),
    lastCall: attempt ? callAsJson(attempt) : null,
    outcome: outcomeAsJson(item),
    verification: verification ? verificationAsJson(verification) : null,
    connection: {
      ownerAccount: connection.ownerAccount ?? null,
      lockedBy: connection.active ? named(connection.active) : null,
      lastMovedBy: connection.lastMovedBy ? named(connection.lastMovedBy) : null,
    },
    redundancyEntries: story.entries
      .filter(({ connectionId }) => connectionId === item.request.connectionId)
      .map(({ atMs, released, ...entry }) => ({
        ...entry,
        at: utc(atMs),
        released: released ? releasedAsJson(released) : null,
      })),
    ...(logged ? { logged: logged.map(({ atMs, ...line }) => ({ at: utc(atMs), ...line })) } : {}),
    needsPerson: needOfStory(story, now) !== undefined,
    todo: { text, command, page: page === undefined ? null : `docs/operations/${page}` },
  };
}

export function releasedAsJson({ atMs, ...who }: { atMs: number; by: string; why: string }) {
  return { ...who, at: utc(atMs) };
}

function callAsJson({ startedAtMs, finishedAtMs, ...call }: NonNullable<RequestItem['attempt']>) {
  return { ...call, startedAt: utc(startedAtMs), finishedAt: utc(finishedAtMs) };
}

function outcomeAsJson(item: RequestItem) {
  const outcome = outcomeOf(item);
  return outcome ? { ...outcome, published: !isUnpublished(item) } : null;
}

/** Times under their names without the unit, in UTC. */
type InUtc<T> = {
  [Name in keyof T as Name extends `${infer At}Ms`
    ? At extends `${string}At`
      ? At
      : Name
    : Name]: Name extends `${string}AtMs` ? string | null : T[Name];
};

function verificationAsJson({ event, ...verification }: NonNullable<Story['verification']>) {
  const entries = Object.entries(verification).map(([name, value]) =>
    name.endsWith('AtMs') ? [name.slice(0, -'Ms'.length), utc(value as number)] : [name, value],
  );
  return { ...(Object.fromEntries(entries) as InUtc<typeof verification>), published: event === undefined };
}
