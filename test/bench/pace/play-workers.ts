import { DirectConnectWorld } from '../../pace/direct-connect.ts';
import { Process } from '../../pace/process.ts';
import { LATENCY } from '../../pace/service.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { Random } from '../../support/random.ts';
import type { Mover, Movers } from './mover.ts';
import type { Night } from './night.ts';
import { withVirtualGlobals } from './virtual-globals.ts';

const WORKERS = 50;
const OWNER = '111122223333';
const MINUTE = 60_000;

/**
 * Plays so many moves, all due at once, by workers side by side that do nothing but call, and call again where they are throttled.
 *
 * @param apiRate in calls a second, with a burst of two; undefined for no limit
 */
export async function playWorkers(
  movers: Movers,
  moves: number,
  apiRate: number | undefined,
  seed: number,
): Promise<Night> {
  const random = new Random(seed);
  const time = new VirtualTime(Date.parse('2026-11-23T00:00:00.000Z'));
  const start = time.now;
  const world = new DirectConnectWorld(() => time.now, apiRate, 0, random.fork());
  const process = new Process(time, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const waiting = Array.from({ length: moves }, (_, index) => `dxcon-line${index}`);
  const calls = waiting.map((line) => {
    const { to } = world.add(line, OWNER);
    return async () => {
      const answer = await process.ask(LATENCY.associate, () => world.associate(line, to));
      return answer.kind === 'moved' ? 'moved' : 'throttled';
    };
  });
  let [lost, endedAt, working] = [0, start, WORKERS];
  const work = async (mover: Mover) => {
    for (let call = calls.shift(); call; call = calls.shift()) {
      if (!(await mover(call))) lost++;
      endedAt = time.now;
    }
    working--;
  };
  await withVirtualGlobals(time, random, async () => {
    const all = await movers(WORKERS, { sleep: process.sleep, random: () => random.next() });
    for (const mover of all) time.at(start, () => void work(mover));
    while (working > 0) await time.runUntil(time.now + MINUTE);
  });
  return { seconds: (endedAt - start) / 1000, throttles: world.throttles, moved: moves - lost, lost };
}
