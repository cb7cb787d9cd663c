import type { Section } from './section.ts';
import type { PeerName } from './variants/peers.ts';

/** One thing that the bench measures by itself. */
export interface Part {
  /** What it measures, in a few words. */
  about: string;
  measure(options: PartOptions): Promise<Section[]>;
}

export interface PartOptions {
  /** How often everything is measured; each part has a number of its own. */
  rounds?: number;
  /** Whom ours is compared with, where that is one peer only. */
  peer?: PeerName;
  /** To repeat a run in virtual time by; a random one if left out. */
  seed?: number;
  /** The folder for profiles of our handler, where there are to be any. */
  profile?: string;
  progress: (text: string) => void;
  /** Lines of the handlers. */
  log: (line: string) => void;
  /** Ends the run: it closes what it has opened and rejects with the reason. */
  interruption: AbortSignal;
}
