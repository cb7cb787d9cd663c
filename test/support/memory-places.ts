import type { Places } from '../../src/migration/ports/places.ts';

/** A tenant's requests for a connection that have places, and the newest that had one besides. */
interface OpenRequests {
  open: Set<string>;
  newest?: { orderKey: string; requestId: string };
}

/** The places of the ledger in memory. */
export class MemoryPlaces implements Places {
  /** By tenant and connection. */
  readonly places = new Map<string, OpenRequests>();

  takePlace: Places['takePlace'] = async ({ tenant, requestId }, connectionId, most) => {
    const { open } = this.#placesOf(tenant, connectionId);
    if (!open.has(requestId) && open.size >= most) return false;
    open.add(requestId);
    return true;
  };

  takePlaceOfNewest: Places['takePlaceOfNewest'] = async ({ tenant, requestId }, connectionId, orderKey) => {
    const places = this.#placesOf(tenant, connectionId);
    const { newest } = places;
    if (newest && newest.orderKey >= orderKey && newest.requestId !== requestId) return false;
    places.newest = { orderKey, requestId };
    return true;
  };

  readPlaces: Places['readPlaces'] = async (tenant, connectionId) => {
    const { open, newest } = this.#placesOf(tenant, connectionId);
    return [...open, ...(newest ? [newest.requestId] : [])];
  };

  leavePlaceOfNewest: Places['leavePlaceOfNewest'] = async ({ tenant, requestId }, connectionId) => {
    const places = this.#placesOf(tenant, connectionId);
    if (places.newest?.requestId !== requestId) return false;
    delete places.newest;
    return true;
  };

  leavePlace: Places['leavePlace'] = async ({ tenant, requestId }, connectionId) =>
    this.#placesOf(tenant, connectionId).open.delete(requestId);

  #placesOf(tenant: string, connectionId: string): OpenRequests {
    const name = `${tenant}#${connectionId}`;
    const places = this.places.get(name) ?? { open: new Set() };
    this.places.set(name, places);
    return places;
  }
}
