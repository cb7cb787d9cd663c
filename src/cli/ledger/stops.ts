import { connectionPk, toConnection } from '../../aws/connection-item.ts';
import { CONTROL, toControl } from '../../aws/control-item.ts';
import { toVerification, verificationPk } from '../../aws/verifications.ts';
import { undoesLastMove } from '../../migration/guards/way-back.ts';
import { closedBy } from '../../migration/model/circuits.ts';
import { barrierFor } from '../../migration/model/guards.ts';
import type { RequestItem } from '../../migration/model/request-item.ts';
import type { ControlItem } from '../../migration/ports/control.ts';
import type { Context } from '../context/context.ts';
import { settingMs } from '../context/stage-settings.ts';
import { readItem, readItems } from './read-items.ts';
import type { Stop, StoredRequest } from './stored-request.ts';

type Asking = Pick<Context, 'aws' | 'stage' | 'clock'>;

/**
 * The same requests, and what keeps each that waits in the backlog from being called for now: while calls are stopped no one takes them
 * up, so that their items say what was in their way before.
 *
 * @param control as it was just read; without it, it is read
 */
export async function withStops(
  context: Asking,
  requests: readonly StoredRequest[],
  control?: ControlItem,
): Promise<StoredRequest[]> {
  // A dry run asks for no turn, and nothing stops it.
  const isMeant = ({ item, isInBacklog }: StoredRequest) => isInBacklog && !item.request.dryRun;
  if (!requests.some(isMeant)) return [...requests];
  const read = control ?? toControl((await readItem(context, CONTROL)) ?? {});
  const stops = requests.map((one) => (isMeant(one) ? stopOf(one.item, read, context) : undefined));
  const passing = await waysBack(
    context,
    requests.flatMap(({ item }, at) => (stops[at]?.mayPass ? [item] : [])),
  );
  return requests.map((one, at) => {
    const stop = stops[at];
    if (stop === undefined) return one;
    if (stop?.mayPass && passing.has(one.item)) return { ...one, stop: null };
    return { ...one, stop: stop?.stop ?? null };
  });
}

interface Met {
  stop: Stop;
  /** A request that takes its line back where it came from is not stopped. */
  mayPass: boolean;
}

/** In the order in which the service asks (src/migration/steps/admission.ts). */
function stopOf(item: RequestItem, control: ControlItem, context: Asking): Met | null {
  const now = context.clock();
  const { paused, lastChange, circuits } = control;
  if (paused) return { stop: { cause: 'paused', fromMs: lastChange?.atMs ?? 0 }, mayPass: false };
  const circuit = closedBy(item, circuits, now, times(context));
  if (circuit) {
    const { name: obstacle, untilMs } = circuit;
    const fromMs = circuits[obstacle]?.openedAtMs ?? 0;
    return { stop: { cause: 'circuit', obstacle, fromMs, untilMs }, mayPass: false };
  }
  return barrierOf(item, control, now);
}

function barrierOf(item: RequestItem, control: ControlItem, now: number): Met | null {
  const { freezes = {}, closedParents = {} } = control;
  const { cause: before, obstacle: known = '' } = item.waitsFor ?? {};
  // The ledger does not say where a line is, but what has stopped it.
  const location = before === 'frozen' ? freezes[known]?.location : undefined;
  const barrier = barrierFor(item.request, location, control, now);
  if (!barrier) return null;
  const { cause, name: obstacle, untilMs, stopsWayBack } = barrier;
  const freeze = freezes[obstacle];
  const fromMs = cause === 'frozen' ? Math.max(freeze?.fromMs ?? 0, freeze?.atMs ?? 0) : closedParents[obstacle]?.atMs;
  const until = untilMs === undefined ? {} : { untilMs };
  return { stop: { cause, obstacle, fromMs: fromMs ?? 0, ...until }, mayPass: !stopsWayBack };
}

function times({ stage }: Asking) {
  return {
    circuitOpenMs: settingMs(stage, 'circuitOpenSeconds'),
    effectTimeoutMs: settingMs(stage, 'effectTimeoutSeconds'),
    clockSkewMs: settingMs(stage, 'clockSkewSeconds'),
    pollIntervalMs: settingMs(stage, 'pollIntervalSeconds'),
  };
}

/** Those that take their line back to where it came from, by the rule of the service, over items that were read together. */
async function waysBack(context: Asking, items: readonly RequestItem[]): Promise<ReadonlySet<RequestItem>> {
  const pkOf = (item: RequestItem) => connectionPk(item.request.connectionId);
  const connections = await readItems(context, items.map(pkOf));
  const movers = [...connections.values()].flatMap((one) => toConnection(one).lastMovedBy ?? []);
  const verifications = await readItems(context, movers.map(verificationPk));
  const ledger = {
    readConnection: async (id: string) => toConnection(connections.get(connectionPk(id)) ?? {}),
    readVerification: async (key: Parameters<typeof verificationPk>[0]) => {
      const stored = verifications.get(verificationPk(key));
      return stored && toVerification(stored);
    },
  };
  const found = await Promise.all(items.map(async (item) => ((await undoesLastMove(item, { ledger })) ? [item] : [])));
  return new Set(found.flat());
}
