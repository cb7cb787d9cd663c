import type { Drains } from '../../src/drain/run/ports.ts';
import type { DrivePorts } from '../../src/drain/run/steps/step.ts';
import type { BatchPorts } from '../../src/handlers/deliver-batch.ts';
import type { Settings } from '../../src/migration/model/settings.ts';
import type { Ledger, Ports } from '../../src/migration/ports/ports.ts';
import type { MemoryDrains } from '../support/memory-drains.ts';
import type { MemoryLedger } from '../support/memory-ledger.ts';
import type { Weather } from './random-fate.ts';

export type Deliver = BatchPorts['deliver'];

/** A guard taken away from outside, by standing between the core and its ports. */
export interface Ablation {
  /** The guard that is missing. */
  name: string;
  ledger?: (ledger: MemoryLedger, settings: Settings) => Ledger;
  ports?: (ports: Ports) => Ports;
  deliver?: (deliver: Deliver) => Deliver;
  /** Of what drives drains, or carries out commands. */
  drains?: (ports: DrivePorts, kind: 'drive' | 'command') => DrivePorts;
  /** What is stored of drains. */
  storedDrains?: (drains: MemoryDrains) => Drains;
  /** What the service takes for the time left of an invocation, in milliseconds. */
  remaining?: (remaining: () => number) => () => number;
  /** The weather in which the guard is needed, where it seldom is. */
  weather?: Partial<Weather>;
}
