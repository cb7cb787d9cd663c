import type { MigrationEvent } from 'dx-migrator/contract';

export type EventData = MigrationEvent['detail']['data'];

/** The parts of an event that may be shown. The rest of it is not read. */
export interface Seen {
  request: EventData['request'];
  connection: EventData['connection'];
  /** Where it was and where it is, as far as the event says. */
  previousParent: string | null;
  parent: string | null;
  /** What the service, or Direct Connect, said of the reason. */
  explanation: string | null;
}

const NOTHING: Seen = { request: null, connection: null, previousParent: null, parent: null, explanation: null };

/**
 * By the reason, and not by what happens to be in the event: a sender that no one knows, and one whose request could not
 * be read, are shown nothing of it; one without the right to the connection what its own request named.
 */
export function seenIn(data: EventData): Seen {
  const explanation = data.reason?.message ?? null;
  switch (data.reason?.code) {
    case 'UNKNOWN_SENDER':
      return NOTHING;
    case 'INVALID_REQUEST':
      // It names the field that is wrong, and repeats nothing of the message.
      return { ...NOTHING, explanation };
    case 'NOT_PERMITTED':
    case 'CONFLICTING_REQUEST':
      return { ...NOTHING, request: data.request };
    default: {
      const { request, connection, previousParentConnectionId: previousParent, parentConnectionId: parent } = data;
      return { request, connection, previousParent, parent, explanation };
    }
  }
}
