import type { Provider } from 'dx-migrator/calendar';
import type { AnnouncedData } from 'dx-migrator/operations';

export const PROVIDER: Provider = {
  domain: 'example.net',
  name: 'Example Partner NOC',
  email: 'noc@example.net',
};

export const WINDOW = { from: '2026-12-24T21:00:00.000Z', to: '2026-12-25T01:00:00.000Z' };

/** A line of one owner, as it is announced. */
export function announced(connectionId: string, more: Partial<AnnouncedData> = {}): AnnouncedData {
  const data = { drainId: 'fra-old-1', connectionId, ownerAccount: '111122223333', window: WINDOW, ...more };
  return {
    ...{ parentConnectionId: 'dxcon-fra00001', targetParentConnectionId: 'dxlag-fra00001', impact: 'OUTAGE' },
    ...{ linesOfOwner: 1, maintenanceId: `${data.drainId}.${connectionId}` },
    ...data,
  };
}
