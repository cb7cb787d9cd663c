import type { ReasonCode } from 'dx-migrator/contract';

/** Who can be asked to do something: the people of the order system that sent the request, or our own operators. */
export type Role = 'orderSystem' | 'operators';

export interface Expectation {
  /** What the code means, for people. */
  means: string;
  /** What is expected of whom. Whoever is named here gets the message. */
  of: Partial<Record<Role, string>>;
}

/** For each reason code of the contract (docs/contract.md has what an order system should do) what it asks for. */
export const EXPECTATIONS: Readonly<Record<ReasonCode, Expectation>> = {
  INVALID_REQUEST: {
    means: 'The message is no valid request',
    // Its event names no tenant.
    of: { operators: 'Find the copy in the quarantine queue. Tell its sender what to correct, if it is one of ours.' },
  },
  UNKNOWN_SENDER: {
    means: 'The sender of the message is no order system that we know',
    of: { operators: 'Find the copy in the quarantine queue. Register the sender if it is one of ours.' },
  },
  NOT_PERMITTED: {
    means: 'The order system has no right to move this connection between these parents',
    of: { orderSystem: 'Check the three ids. Ask the operators which accounts and parents are registered.' },
  },
  CONFLICTING_REQUEST: {
    means: 'The request id was used before, with other content; the first request stands',
    of: {
      orderSystem: 'Find out why it was used twice. Send this content under a new request id if it is still wanted.',
    },
  },
  SUPERSEDED: {
    means: 'A request for the connection that is as new or newer takes its place',
    of: { orderSystem: 'Nothing, if the newer one is wanted. Else send a new request with a later requestedAt.' },
  },
  EXPIRED: {
    means: 'Its change window was over before it could be carried out',
    of: { orderSystem: 'Agree on a new window and send a new request.' },
  },
  UNEXPECTED_PARENT: {
    means: 'The connection is neither on the expected parent nor on the requested one',
    of: { orderSystem: 'Find out who moved it. Send a new request with the right parent if the move is still wanted.' },
  },
  UNEXPECTED_VLAN: {
    means: 'The connection carries another VLAN than expected',
    of: { orderSystem: 'Correct the record of the connection and send a new request.' },
  },
  PARENT_NOT_FOUND: {
    means: 'The requested parent does not exist',
    of: { orderSystem: 'Choose another parent.' },
  },
  PARENT_CANNOT_HOST: {
    means: 'The requested parent takes no hosted connections now',
    of: { orderSystem: 'Choose another parent (of a member of a LAG, the LAG), or wait until it is available.' },
  },
  CONNECTION_STATE: {
    means: 'The state of the connection does not allow the move',
    of: { orderSystem: 'Clear up the state of the connection and send a new request.' },
  },
  VLAN_CONFLICT: {
    means: 'The VLAN of the connection is taken on the requested parent',
    of: { orderSystem: 'Choose another parent: a connection keeps its VLAN in a move.' },
  },
  IP_CONFLICT: {
    means: 'An address of the connection conflicts on the requested parent',
    of: { orderSystem: 'Choose another parent, or have the customer change the address.' },
  },
  PARENT_CAPACITY: {
    means: 'The requested parent has no room for the connection',
    of: { orderSystem: 'Choose another parent, or make room.' },
  },
  DIRECT_CONNECT_REFUSED: {
    means: 'Direct Connect refused the move',
    of: { orderSystem: 'Read what Direct Connect said, and decide.' },
  },
  OUTCOME_UNKNOWN: {
    means: 'A call was or may have been made, and whether it moved the connection is not known',
    of: {
      operators: 'See where the connection is, then decide with the function resolve: moved, notMoved or retry.',
      orderSystem: 'Wait for the final outcome. Other requests for the connection wait behind this one.',
    },
  },
  RESOLVED_NOT_MOVED: {
    means: 'An operator found that the connection was not moved',
    of: { orderSystem: 'Send a new request if the move is still wanted.' },
  },
};

/** Without a reason: the move was made, or would be. */
export const ALL_WELL: Record<'done' | 'planned', Expectation['of']> = {
  done: { orderSystem: 'Nothing.' },
  planned: { orderSystem: 'If the move is wanted, send it as a request of its own, with another request id.' },
};

/** Beside the rest, where a final outcome follows a held one. */
export const DECIDES_HELD = 'Nothing more: this decides what was held.';
