import { attemptOf, type RequestItem } from '../model/request-item.ts';
import { areClosing, type Trouble, withTrouble } from '../model/troubles.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { Verification } from '../verification/verification.ts';

/** Others write the same items; whoever has come in between is read. */
const TRIES = 10;

/** Who closes a parent, where no person does. */
const ITSELF = 'dx-migrator';

type ClosingPorts = Pick<AdvancePorts, 'clock' | 'log'> & {
  ledger: Pick<AdvancePorts['ledger'], 'readControl' | 'setGuards' | 'readTroubles' | 'setTroubles'>;
};

/**
 * Notes a line whose move to the parent has come to no good end, and closes the parent once three of two owner accounts have within
 * 15 minutes. The line's own item says so already, and whoever visits that repeats this, so that a process may die in between.
 */
export async function noteTrouble(parentId: string, trouble: Trouble, ports: ClosingPorts): Promise<void> {
  const { ledger, clock } = ports;
  for (let tries = 0; tries < TRIES; tries++) {
    // First: a parent that is opened after this was read is not closed by what was known before.
    const { closedParents } = await ledger.readControl();
    const read = await ledger.readTroubles(parentId);
    if (trouble.atMs <= (read.forgottenUntilMs ?? 0)) return;
    const list = withTrouble(read.list, trouble);
    if (list !== read.list && !(await ledger.setTroubles(parentId, read, list))) continue;
    if (!areClosing(list) || (closedParents && parentId in closedParents)) return;
    const closure = { atMs: clock(), by: ITSELF, why: whyClosed(list) };
    if (await ledger.setGuards('closedParents', closedParents, { ...closedParents, [parentId]: closure })) {
      ports.log('parentClosedByItself', { parent: parentId, why: closure.why });
      return;
    }
  }
  throw new Error(
    `CONTROL or PARENT#${parentId} was changed by others ${TRIES} times before the parent could be closed`,
  );
}

/** The line is not well where it was moved to. */
export async function noteUnhealthy(
  item: RequestItem,
  { verdict, verdictAtMs }: Verification,
  ports: ClosingPorts,
): Promise<void> {
  if (verdict !== 'UNHEALTHY' || verdictAtMs === undefined) return;
  const { connectionId, parentConnectionId } = item.request;
  const { ownerAccount = '' } = attemptOf(item).seen;
  await noteTrouble(parentConnectionId, { connectionId, ownerAccount, atMs: verdictAtMs }, ports);
}

function whyClosed(troubles: readonly Trouble[]): string {
  const lines = troubles.map(({ connectionId }) => connectionId).join(', ');
  return `lines of ${new Set(troubles.map(({ ownerAccount }) => ownerAccount)).size} owner accounts within 15 minutes: ${lines}`;
}
