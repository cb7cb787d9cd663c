export { type AdminClient, AdminError, createAdminClient } from './admin-client.ts';
export type { Clock } from './clock.ts';
export { describeFaults } from './describe-faults.ts';
export type { ArmedFault } from './fault-rack.ts';
export type {
  CallAnswer,
  CallEntry,
  HiddenEffect,
  JournalView,
  LineEntry,
  LinkEntry,
  MoveEntry,
} from './journal.ts';
export type { LineCommandInput } from './line-command.ts';
export type { LinkCommand } from './link-command.ts';
export { createManualClock, type ManualClock } from './manual-clock.ts';
export { type DirectConnectOptions, type DirectConnectServer, startDirectConnect } from './server.ts';
export type { Fault, FaultInput, Settings, Topology } from './topology.ts';
export { parseTopology, TopologyError } from './topology.ts';
export type { TopologyView } from './topology-view.ts';
