import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { DirectConnectWorld } from '../../pace/direct-connect.ts';
import { LATENCY } from '../../pace/service.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { Random } from '../../support/random.ts';
import { IndexedLedger } from './indexed-ledger.ts';
import { portsOver } from './ports.ts';
import type { Stage } from './stage.ts';

const RATE = 4;

/** In virtual time, over the ledger in memory: its operations are counted, and take as long as usual. */
export function memoryStage(): Stage & { ledger: IndexedLedger } {
  const time = new VirtualTime(Date.parse('2026-11-23T00:00:00.000Z'));
  const clock = () => time.now;
  const ledger = new IndexedLedger();
  const world = new DirectConnectWorld(clock, undefined, 0, new Random(1));
  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => time.at(time.now + milliseconds, () => resolve()));
  const asked = { reads: 0, writes: 0 };
  const counted = new Proxy<Ledger>(ledger, {
    get(target, name: string) {
      const operation = Reflect.get(target, name) as (...given: unknown[]) => Promise<unknown>;
      const isQuery = /^(due|countDue)/.test(name);
      return async (...given: unknown[]) => {
        asked[isQuery || name.startsWith('read') ? 'reads' : 'writes']++;
        await sleep(isQuery ? LATENCY.query : LATENCY.ledger);
        return operation.apply(target, given);
      };
    },
  });
  return {
    ledger,
    world,
    ports: portsOver({ ledger: counted, world, clock, sleep, callsPerSecond: RATE }),
    asked: () => ({ ...asked }),
    async play(work) {
      let isOver = false;
      const ended = work.finally(() => {
        isOver = true;
      });
      // What it asks for first is known once its promises are handled.
      await nextTick();
      while (!isOver) {
        const next = time.nextAt();
        if (next === undefined) throw new Error('waits for what will never happen');
        await time.runUntil(next);
      }
      return ended;
    },
    skip: (milliseconds) => {
      time.now += milliseconds;
    },
    close: async () => undefined,
  };
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
