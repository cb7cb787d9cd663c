import type { MigrationRequestInput } from '../../src/contract/request-schema.ts';

export const CONNECTION = 'dxcon-fh3m8v2p';
export const INTERCONNECT = 'dxcon-ffy5c4x1';
export const LAG = 'dxlag-fgt2k9qz';
export const OTHER_LAG = 'dxlag-fj7d1w6n';

/** A request with only what it needs: to move the connection from the interconnect to the LAG. */
export function goldenRequest(
  requestId: string,
  more: Partial<MigrationRequestInput> = {},
): MigrationRequestInput & { requestId: string } {
  return {
    schemaVersion: '1',
    requestId,
    connectionId: CONNECTION,
    expectedParentConnectionId: INTERCONNECT,
    parentConnectionId: LAG,
    requestedAt: '2026-11-23T12:58:41+01:00',
    ...more,
  };
}

/** Requests as order systems send them, by file name. */
export const GOLDEN_REQUESTS: Record<string, MigrationRequestInput> = {
  minimal: goldenRequest('order-4710.move-1'),
  full: goldenRequest('order-4711.move-1', {
    expectedVlan: 101,
    notBefore: '2026-11-23T11:00:00Z',
    notAfter: '2026-11-23T14:00:00Z',
    dryRun: false,
    correlationId: 'change-2026-1123',
    orderId: '4711',
    requestedBy: 'ops@orders.example',
    note: 'Interconnect is being emptied',
    labels: { site: 'fra', wave: '3' },
  }),
  'dry-run': goldenRequest('order-4712.check-1', { dryRun: true }),
  'with-window': goldenRequest('order-4713.move-1', {
    notBefore: '2026-11-24T00:00:00+01:00',
    notAfter: '2026-11-24T04:00:00+01:00',
  }),
  withdrawal: goldenRequest('order-4713.withdraw-1', {
    parentConnectionId: INTERCONNECT,
    requestedAt: '2026-11-23T13:10:00+01:00',
  }),
};
