import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ledger as dynamoDbLedger } from '../../../src/aws/ledger.ts';
import { formatKey, isFinal, type RequestKey } from '../../../src/migration/model/request-item.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { type LedgerTable, openLedgerTable } from '../../support/ledger-table.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';
import { leadingOperations, type Operation, requestOperations, sharedOperations } from './model-operations.ts';
import { verificationOperations } from './model-verifications.ts';
import { clear, contentOf, expectSameDue, forget, KEYS, newItem, parameters } from './model-world.ts';

let server: LedgerTable;
beforeAll(async () => {
  server = await openLedgerTable();
});
afterAll(() => server.close());

/** An operation on both ledgers, with the same answer. */
class Step implements fc.AsyncCommand<MemoryLedger, Ledger> {
  readonly #operation: Operation;

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  check(): boolean {
    return true;
  }

  async run(model: MemoryLedger, real: Ledger): Promise<void> {
    const act = this.#operation.prepare(model);
    const expected = await act(model);
    expect(await act(real)).toEqual(expected);
  }

  toString(): string {
    return this.#operation.name;
  }
}

/** A request in the place of one that is over, for hardly anything can happen to that. */
class StartAgain implements fc.AsyncCommand<MemoryLedger, Ledger> {
  readonly #key: RequestKey;

  constructor(key: RequestKey) {
    this.#key = key;
  }

  check({ requests }: MemoryLedger): boolean {
    const item = requests.get(formatKey(this.#key));
    return item === undefined || isFinal(item.state);
  }

  async run(model: MemoryLedger, real: Ledger): Promise<void> {
    model.requests.delete(formatKey(this.#key));
    await forget(this.#key, server);
    for (const ledger of [model, real]) expect(await ledger.claim(newItem(this.#key, 0, true))).toBe(true);
  }

  toString(): string {
    return `startAgain(${formatKey(this.#key)})`;
  }
}

// What leads on is tried twice as often: most of a request's states lie behind it.
const steps = [
  ...[...requestOperations, ...leadingOperations, ...sharedOperations, ...verificationOperations].map((operation) =>
    operation.map((one) => new Step(one)),
  ),
  ...KEYS.map((key) => fc.constant(new StartAgain(key))),
];

it('the ledger over DynamoDB behaves like its model in any sequence of operations', () =>
  fc.assert(
    fc.asyncProperty(
      fc.commands(steps, { maxCommands: 150, size: 'max' }),
      fc.integer({ min: 0, max: 40 }),
      async (commands, now) => {
        await clear(server);
        const model = new MemoryLedger();
        const real = dynamoDbLedger(server.table);
        await fc.asyncModelRun(() => ({ model, real }), commands);
        expect(await contentOf(real)).toEqual(await contentOf(model));
        await expectSameDue(real, model, now);
      },
    ),
    parameters(60),
  ));
