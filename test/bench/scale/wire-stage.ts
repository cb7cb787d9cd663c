import { setTimeout as sleep } from 'node:timers/promises';
import { ledger as dynamoDbLedger } from '../../../src/aws/ledger.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { DirectConnectWorld } from '../../pace/direct-connect.ts';
import { startLedgerTable, TABLE_ACCESS_KEY } from '../../support/ledger-table.ts';
import { Random } from '../../support/random.ts';
import { CallCounter } from '../bed/calls.ts';
import { portsOver } from './ports.ts';
import type { Stage } from './stage.ts';

const RATE = 20;

/** In real time, over the adapter and a DynamoDB in this process, whose processor time counts as well: calls are counted where they arrive. */
export async function wireStage(): Promise<Stage & { ledger: Ledger }> {
  const counter = new CallCounter();
  const table = await startLedgerTable();
  counter.start();
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const ledger = dynamoDbLedger(table.table);
  const world = new DirectConnectWorld(clock, undefined, 0, new Random(1));
  return {
    ledger,
    world,
    ports: portsOver({ ledger, world, clock, sleep: async (ms) => void (await sleep(ms)), callsPerSecond: RATE }),
    asked() {
      const calls = counter.of(TABLE_ACCESS_KEY);
      return { reads: calls['ledger reads'], writes: calls['ledger writes'] };
    },
    play: (work) => work,
    skip: (milliseconds) => {
      ahead += milliseconds;
    },
    async close() {
      counter.stop();
      await table.close();
    },
  };
}
