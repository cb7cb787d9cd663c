import type { Fault } from './topology/fault-schema.ts';

/** Lines for a terminal: which faults a topology has armed, so that no one takes them for the service's own, and how to clear them. */
export function describeFaults(faults: readonly Fault[], url: string): string[] {
  if (faults.length === 0) return [];
  return [
    'Faults of Direct Connect that the topology has armed; each is used up by the calls that it meets:',
    ...faults.map((fault) => `  ${describeFault(fault)}`),
    'Clear them, or leave them out of the topology:',
    `  curl -s -X DELETE ${url}/_admin/faults`,
  ];
}

function describeFault({
  operation,
  kind,
  times,
  afterCalls,
  connectionId,
  parentConnectionId,
  lagId,
  ...more
}: Fault): string {
  const effect = 'effect' in more && more.effect !== 'none' ? `, effect ${more.effect}` : '';
  const often = times === 1 ? 'once' : `${times} times`;
  const after = afterCalls === 0 ? '' : ` after ${afterCalls} calls that pass`;
  const ids = [connectionId, parentConnectionId, lagId].filter((id) => id !== undefined);
  const aim = ids.length === 0 ? 'any call' : `calls for ${ids.join(' on ')}`;
  return `${operation}: ${kind}${effect}, ${often}${after}, ${aim}`;
}
