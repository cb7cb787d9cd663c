import { control } from '../../src/migration/operators/control.ts';
import { MINUTE } from '../../test/support/world.ts';
import { LAG } from './golden-requests.ts';
import { delivered, GoldenWorld } from './golden-world.ts';

/** Apart from the numbers of other examples. */
const FIRST_NUMBER = 2001;

/** The events of a parent that is cordoned, and no longer, by file name: what the core tells of the commands. */
export async function goldenCordons(): Promise<Map<string, Record<string, unknown>>> {
  const world = new GoldenWorld(FIRST_NUMBER);
  const command = { parent: LAG, by: 'an operator', why: 'it is not in the event' };
  await control({ action: 'cordon', ...command }, world.ports);
  world.now += MINUTE;
  await control({ action: 'uncordon', ...command }, world.ports);
  await world.reconcile();
  const names = ['parent-cordoned', 'parent-uncordoned'];
  return new Map(
    world.cordoned.map((event, index) => [names[index] ?? '', delivered(event, FIRST_NUMBER + index)] as const),
  );
}
