/** Where messages go that no one can work on, for people to see to. Throws unless the copy is stored. */
export interface Quarantine {
  store(message: { id: string; body: string; senderId: string }, reason: string): Promise<void>;
}
