import type { RequestKey } from '../model/request-item.ts';

/** `OPEN#<tenant>#<connectionId>`: which of a tenant's requests for a connection are worked on, of those that have waited. */
export interface Places {
  /** Gives the request a place, unless as many as `most` others have one. */
  takePlace(key: RequestKey, connectionId: string, most: number): Promise<boolean>;
  /** Gives it the one besides those, if no newer request has it, nor another one as new. */
  takePlaceOfNewest(key: RequestKey, connectionId: string, orderKey: string): Promise<boolean>;
  /** The ids of the requests that have the places, that of the newest among them. */
  readPlaces(tenant: string, connectionId: string): Promise<string[]>;
  /** Gives its place back; where it has none, nothing happens. */
  leavePlace(key: RequestKey, connectionId: string): Promise<boolean>;
  /** The same of the one of the newest. */
  leavePlaceOfNewest(key: RequestKey, connectionId: string): Promise<boolean>;
}
