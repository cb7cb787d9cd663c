import type { Clock } from './clock.ts';
import { createFaultRack, type FaultRack } from './fault-rack.ts';
import { createJournal, type Journal } from './journal.ts';
import { createTimers, type Timers } from './timers.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';
import type { Topology } from './topology/schema.ts';
import { createWorld, type World } from './world.ts';

/** Everything that one running simulator is made of, apart from its socket. */
export interface Simulation {
  readonly world: World;
  readonly faults: FaultRack;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly mutationBucket: TokenBucket;
  readonly readBucket: TokenBucket;
}

export function createSimulation(topology: Topology, clock: Clock, random: () => number): Simulation {
  const { throttle, journalMiB } = topology.settings;
  return {
    world: createWorld(topology),
    faults: createFaultRack(topology.faults),
    journal: createJournal(journalMiB * 1024 * 1024),
    clock,
    timers: createTimers(clock),
    random,
    mutationBucket: createTokenBucket(throttle.mutations, clock),
    readBucket: createTokenBucket(throttle.reads, clock),
  };
}
