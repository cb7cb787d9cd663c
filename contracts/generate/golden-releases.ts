import { control } from '../../src/migration/operators/control.ts';
import { CONNECTION, goldenRequest } from './golden-requests.ts';
import { delivered, GoldenWorld, RECORD } from './golden-world.ts';

/** Apart from the numbers of other examples. */
const NUMBER = 3001;

/** The event of a line that is released after its move, by file name: what the core tells of the command. */
export async function goldenReleases(): Promise<Map<string, Record<string, unknown>>> {
  const world = new GoldenWorld(NUMBER);
  await world.deliver(goldenRequest('order-released.move-1'));
  const line = { ownerAccount: RECORD.ownerAccount ?? '', connectionId: CONNECTION };
  await control({ action: 'release', ...line, by: 'an operator', why: 'it is not in the event' }, world.ports);
  await world.reconcile();
  return new Map(world.released.map((event) => ['group-released', delivered(event, NUMBER)] as const));
}
