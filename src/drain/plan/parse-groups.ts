/** A line of the groups file. */
export interface GroupRow {
  connectionId: string;
  /** Of lines that must not be down together. */
  group?: string;
  customer?: string;
  contact?: string;
  /** The line stays where it is. */
  exempt: boolean;
}
