import { DRAINS_TENANT } from '../../../migration/model/drains-tenant.ts';
import type { Drain } from '../drain.ts';
import { hasOpenTry, type Try } from '../line.ts';
import { requestIdOf } from '../request-of.ts';
import type { Evidence } from './became-of-try.ts';
import type { DrivePorts } from './step.ts';

/** What the ledger has of the tries that something may still become of, by connection id. */
export async function readTries(
  drainId: string,
  lines: Drain['lines'],
  ports: DrivePorts,
): Promise<Map<string, Evidence>> {
  const open = Object.entries(lines).flatMap(([id, line]) =>
    line.try && hasOpenTry(line) ? [[id, line.try] as const] : [],
  );
  const read = open.map(async ([id, last]) => [id, await readTry(drainId, id, last, ports)] as const);
  return new Map(await Promise.all(read));
}

async function readTry(drainId: string, connectionId: string, last: Try, { ledger }: DrivePorts): Promise<Evidence> {
  const key = { tenant: DRAINS_TENANT, requestId: requestIdOf({ drainId, connectionId, try: last.number }) };
  const request = await ledger.read(key);
  if (request?.state !== 'MIGRATED') return request ? { request } : {};
  const stored = await ledger.readVerification(key);
  return { request, ...(stored ? { verification: stored.verification } : {}) };
}
