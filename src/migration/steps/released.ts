import type { Reason } from '../../contract/reason.ts';
import { DRAINS_TENANT } from '../model/drains-tenant.ts';
import type { RequestItem } from '../model/request-item.ts';
import { reason } from '../outcome/build-outcome.ts';
import type { ControlItem } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { Release } from '../ports/releases.ts';
import { REREAD, type Stop } from '../step-result.ts';
import type { Stopped } from './admission.ts';

type ReleasePorts = Pick<AdvancePorts, 'releases'>;

const OVER = reason('EXPIRED', 'the drain that has released it has ended, or has released it anew');

/**
 * What its drain says of a request. The sender of drains may send anything in their name: only what they have stored counts.
 * Undefined for a request of anybody else, for which nothing is asked.
 *
 * @param control as it was just read
 */
async function releaseOf(
  { tenant, request }: RequestItem,
  control: ControlItem,
  { releases }: ReleasePorts,
): Promise<Release | undefined> {
  return tenant === DRAINS_TENANT ? releases.releaseOf(request, control) : undefined;
}

/** Why a request is rejected that no drain has released, or has released no more; undefined where that is not so. */
export async function whyUnreleased(
  item: RequestItem,
  notPermitted: Reason,
  ports: ReleasePorts & Pick<AdvancePorts, 'ledger'>,
): Promise<Reason | undefined> {
  if (item.tenant !== DRAINS_TENANT) return undefined;
  const release = await releaseOf(item, await ports.ledger.readControl(), ports);
  if (release?.kind === 'notReleased') return notPermitted;
  return release?.kind === 'ended' ? OVER : undefined;
}

/** What keeps a request from being called for by the word of its drain: it waits while that is stopped; else it is answered. */
export async function heldByDrain(
  item: RequestItem,
  control: ControlItem,
  { clock, settings, ...ports }: ReleasePorts & Pick<AdvancePorts, 'clock' | 'settings'>,
): Promise<Stopped | Extract<Stop, { kind: 'reread' }> | undefined> {
  const release = await releaseOf(item, control, ports);
  if (!release || release.kind === 'released') return undefined;
  // What is over, authorize answers.
  if (release.kind !== 'stopped') return REREAD;
  const until = clock() + settings.pollIntervalMs;
  return { kind: 'sleepUntil', cause: 'drainStopped', until, obstacle: release.obstacle };
}
