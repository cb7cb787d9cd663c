import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Place } from '../bed/bed.ts';

/** A handler that is measured: the service's own, or one to compare it with. */
export interface Variant {
  /** The folder of its bundle. */
  codeDirectory: string;
  /** As Lambda names it: `path/to/module.export`. */
  handler: string;
  table: Omit<CreateTableCommandInput, 'TableName'>;
  /** The function's own variables. */
  variables(place: Place): Promise<Record<string, string>>;
  /**
   * The key of the item with what holds up an owner's lines until one that was moved has been verified. Nothing verifies here, so the
   * item is deleted after each move: as it would be before the same line is moved again.
   */
  heldByMove?(ownerAccount: string): string;
}
