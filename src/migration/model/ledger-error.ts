/** Thrown where the ledger's items contradict each other, which no write of this service leaves behind. */
export class LedgerError extends Error {
  override name = 'LedgerError';

  /** @param item its key in the table */
  constructor(item: string, problem: string) {
    super(
      `${item} ${problem}: check whether the table was changed by hand or restored (docs/operations/alarms/faults.md)`,
    );
  }
}
