import type { Ledger, Ports } from '../../src/migration/ports.ts';
import type { Settings } from '../../src/migration/settings.ts';
import type { MemoryLedger } from '../support/memory-ledger.ts';
import type { Weather } from './random-fate.ts';

/** A guard taken away from outside: by settings, or by standing between the core and its ports. */
export interface Ablation {
  /** The guard that is missing. */
  name: string;
  settings?: Partial<Settings>;
  ledger?: (ledger: MemoryLedger, settings: Settings) => Ledger;
  ports?: (ports: Ports) => Ports;
  /** The weather in which the guard is needed, where it seldom is. */
  weather?: Partial<Weather>;
}
