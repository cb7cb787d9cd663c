import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { readDirectConnect } from '../../src/aws/inventory/read-direct-connect.ts';
import { toInventory } from '../../src/aws/inventory/to-inventory.ts';
import { makePlan } from '../../src/drain/plan/make-plan.ts';
import type { Plan, PlanLimits, PlanTiming } from '../../src/drain/plan/plan.ts';
import { FUNCTION_SETTINGS } from '../../src/settings/function-settings.ts';
import type { LocalStack } from '../stack/local-stack.ts';
import { type DrainSite, PLANNER_KEY } from './site.ts';

/** Customers are told in seconds here, not two weeks before. */
const NOTICE_SECONDS = 1;
const WINDOW_MS = 30 * 60_000;

/** As the settings of the stage local are. The gate is for somebody who looks on. */
const TIMING: PlanTiming = {
  staleSeconds: FUNCTION_SETTINGS.staleSeconds.local,
  clockSkewSeconds: FUNCTION_SETTINGS.clockSkewSeconds.local,
  tickSeconds: FUNCTION_SETTINGS.drainTickSeconds.local,
  soakSeconds: FUNCTION_SETTINGS.soakSeconds.local,
  gateSeconds: 1,
};

/**
 * Plans a drain as people do, by credentials that can change nothing.
 *
 * @param opensInMs until the window opens: customers have to be told before
 */
export async function planDrain(
  { region, directConnect }: Pick<LocalStack, 'region' | 'directConnect'>,
  { source, targets, groups }: Pick<DrainSite, 'source' | 'targets' | 'groups'>,
  { drainId, limits, opensInMs }: { drainId: string; limits: PlanLimits; opensInMs: number },
): Promise<Plan> {
  const credentials = { accessKeyId: PLANNER_KEY, secretAccessKey: 'local' };
  const client = new DirectConnectClient({ region, credentials, endpoint: directConnect.url });
  try {
    const reading = await readDirectConnect({ client, clock: Date.now, say: () => {} });
    const fromMs = Date.now() + opensInMs;
    // Nothing has run on this stack yet: no guards are set, and no request is under way.
    const planned = makePlan(toInventory(reading, { paused: false, circuits: {} }, []), {
      ...{
        drainId,
        source,
        targets,
        groups,
        limits,
        timing: TIMING,
        ticket: 'CHG-2041',
        noticeSeconds: NOTICE_SECONDS,
      },
      window: { fromMs, toMs: fromMs + WINDOW_MS },
    });
    if (!planned.ok) throw new Error(`there is no plan: ${planned.problems.map(({ why }) => why).join('; ')}`);
    return planned.plan;
  } finally {
    client.destroy();
  }
}
