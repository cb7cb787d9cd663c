import type { Failing } from '../../contract/operations/names.ts';
import { parseRequestId } from '../../drain/run/request-of.ts';
import { DRAINS_TENANT } from '../../migration/model/drains-tenant.ts';
import { keyOf } from '../../migration/model/request-item.ts';
import type { Verification } from '../../migration/verification/verification.ts';
import type { Story } from '../look/story.ts';
import { printable } from '../output/printable.ts';
import { type Need, needOf, needOfLine } from './needs.ts';
import { named } from './requests.ts';
import { type Wait, waitOf } from './waits.ts';

/** What to do about a request: `command` is to be typed, if there is one. */
export interface NextStep {
  text: string;
  command?: string;
  /** In docs/operations. */
  page?: string;
}

/** What a request, or the line that it has moved, needs a person for. */
export function needOfStory(
  { request, verification }: Pick<Story, 'request' | 'verification'>,
  now: number,
): Need | undefined {
  const key = keyOf(request.item);
  return needOf(request, now) ?? (verification && needOfLine({ key, verification }));
}

export function nextStep(story: Pick<Story, 'request' | 'verification'>, now: number): NextStep {
  const { request, verification } = story;
  const need = needOfStory(story, now);
  if (need?.kind === 'unhealthy' || need?.kind === 'unverified')
    return { text: aboutLine(story, verification?.failings ?? []), page: need.page };
  if (need) return { text: need.what, page: need.page, ...(isShown(need, request) ? {} : { command: need.todo }) };
  const wait = waitOf(request, now);
  if (wait) return whileWaiting(wait, request.item.request.connectionId, request.item.tenant);
  return atTheEnd(request.item.state, verification);
}

/** It would name the command that shows this. */
function isShown({ todo }: Need, { item }: Story['request']): boolean {
  return todo === `dxm show ${named(keyOf(item))}`;
}

function whileWaiting({ cause, obstacle = '' }: Wait, line: string, tenant: string): NextStep {
  const name = printable(obstacle);
  switch (cause) {
    case 'paused':
      return { text: 'End the pause, if it is over.', command: 'dxm resume --why "…"' };
    case 'frozen':
      return { text: 'It ends by itself. To end it before its time:', command: `dxm unfreeze ${name} --why "…"` };
    case 'closed':
      return { text: 'Find out why it was closed; then open it.', command: `dxm parent open ${name} --why "…"` };
    case 'group':
      return { text: 'Look what becomes of the other line.', command: `dxm groups ${name}` };
    case 'drainStopped':
      return { text: 'Find out why its drain is stopped; whoever runs it lets it go on.' };
    case 'busy':
      return { text: 'Look what that one waits for.', command: `dxm show ${name.replace('#', '/')}` };
    case 'place':
      return {
        text: 'The order system withdraws some, or waits.',
        command: `dxm requests --tenant ${tenant} --connection ${line}`,
      };
    case 'circuit':
      return { text: 'Nothing: it closes with the next clear answer.', page: 'alarms/circuit-open.md' };
    default:
      return { text: 'Nothing: it goes on by itself.' };
  }
}

function atTheEnd(state: string, verification: Verification | undefined): NextStep {
  if (state === 'REJECTED' || state === 'FAILED')
    return { text: 'Nothing here: the order system decides whether it orders anew, with another request id.' };
  switch (state === 'MIGRATED' && verification ? (verification.verdict ?? 'none') : undefined) {
    case 'none':
      return { text: 'Nothing: the line is looked at until it was well for a while.' };
    case 'MOVED_AWAY':
      return {
        text: 'Find out who has moved the line, and whether that was meant: it was no request of this service.',
        page: 'alarms/moved-away.md',
      };
    case 'GONE':
      return { text: 'Nothing, if the line was to be given up: it is listed nowhere any more.' };
    default:
      return { text: 'Nothing: it is done.' };
  }
}

const ACTS: Record<Failing, string> = {
  STATE:
    'check the port: light, the VLAN on your own device, the cross-connect; ask the customer whether their BGP session is up',
  NOT_ON_TARGET: 'Direct Connect does not list it where it was moved to: if that stays so, ask AWS support',
  ON_SOURCE: 'Direct Connect lists it where it came from: if that stays so, ask AWS support with the AWS request id',
  JUMBO_FRAMES:
    'the new parent takes no jumbo frames as the old one did: tell the customer, or move it to one that does',
  MACSEC: 'the new parent does no MACsec as the old one did: tell the customer, or move it to one that does',
  REDUNDANCY: 'the line is less redundant than before: tell the customer, or move it to another parent',
  VLAN: 'someone else has changed its VLAN: find out who',
  OWNER: 'someone else has changed its owner: find out who',
  BANDWIDTH: 'someone else has changed its bandwidth: find out who',
  NOT_LOOKED_AT: 'Direct Connect could not be asked, or a later request for the line is held: look at that',
};

function aboutLine(
  { request, verification }: Pick<Story, 'request' | 'verification'>,
  failings: readonly Failing[],
): string {
  const { item } = request;
  const acts = failings.map((failing) => `${failing}: ${ACTS[failing] ?? 'see the page'}.`);
  const back = verification ? `${verification.target} to ${verification.source}` : item.request.parentConnectionId;
  const key = item.tenant === DRAINS_TENANT ? parseRequestId(item.request.requestId) : undefined;
  const wayBack = key
    ? `To take it back, stop the drain, then dxm drain rollback ${key.drainId} --line ${key.connectionId} --why "…"; that interrupts it once more.`
    : `To take it back, the order system sends a request from ${back}; that interrupts it once more.`;
  return [...acts, wayBack].join(' ');
}
