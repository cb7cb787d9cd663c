/**
 * Where a consumer keeps its records. Each has a key within a group, is put once and never changed: so an event that is
 * delivered again, to two processes at once or after a crash, leaves one record.
 */
export interface Store<T> {
  /** Puts a record unless its key is taken; true if it was put by this call. */
  putOnce(group: string, key: string, record: T): Promise<boolean>;
  /** The records of one group, or of all, in the order of their keys within a group. Sees every put that has ended. */
  list(group?: string): Promise<T[]>;
}
