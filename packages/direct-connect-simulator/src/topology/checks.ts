import { isCidr } from './addresses.ts';
import type { Problem } from './problem.ts';
import type { HostedConnectionDefinition, LagDefinition, Topology } from './schema.ts';

/** What the schema cannot say: that ids are unique, that references lead somewhere, that no two VLANs collide. */
export function crossCheck(topology: Topology): Problem[] {
  return [
    ...duplicateIds(topology),
    ...topology.lags.flatMap((lag, index) => lagProblems(topology, lag, index)),
    ...sharedMembers(topology),
    ...topology.hostedConnections.flatMap((hosted, index) => parentProblems(topology, hosted, index)),
    ...vlanCollisions(topology),
    ...virtualInterfaceProblems(topology),
  ];
}

/** The AWS device a port ends on when the topology names none: one per location. */
export function deviceOf(port: { location: string; device?: string | undefined }): string {
  return port.device ?? `${port.location}-device`;
}

/** A connection that is gone holds no VLAN, address or place on its parent any more. */
export function isGone(state: string): boolean {
  return state === 'deleted' || state === 'rejected';
}

/** Direct Connect User Guide, "Direct Connect link aggregation groups (LAGs)". */
export function mostMembers(bandwidth: string): number {
  return bandwidth === '100Gbps' || bandwidth === '400Gbps' ? 2 : 4;
}

function duplicateIds(topology: Topology): Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const section of ['interconnects', 'lags', 'hostedConnections', 'virtualInterfaces'] as const) {
    topology[section].forEach(({ id }, index) => {
      const first = seen.get(id);
      if (first === undefined) seen.set(id, `${section}[${index}]`);
      else problems.push({ path: [section, index, 'id'], message: `${id} is already the id of ${first}` });
    });
  }
  return problems;
}

/** Direct Connect User Guide, "Direct Connect link aggregation groups (LAGs)": the rules for members. */
function lagProblems(topology: Topology, lag: LagDefinition, lagIndex: number): Problem[] {
  const most = mostMembers(lag.connectionsBandwidth);
  const problems: Problem[] = [];
  if (lag.members.length > most) {
    problems.push({
      path: ['lags', lagIndex, 'members'],
      message: `${lag.members.length} members, expected at most ${most} at ${lag.connectionsBandwidth}`,
    });
  }
  lag.members.forEach((memberId, index) => {
    const message = memberProblem(topology, lag, memberId);
    if (message !== undefined) problems.push({ path: ['lags', lagIndex, 'members', index], message });
  });
  return problems;
}

function memberProblem(topology: Topology, lag: LagDefinition, memberId: string): string | undefined {
  const member = topology.interconnects.find(({ id }) => id === memberId);
  if (member === undefined) return `${memberId} is not one of the interconnects`;
  if (member.bandwidth !== lag.connectionsBandwidth) {
    return `${memberId} has ${member.bandwidth}, expected the LAG's connectionsBandwidth ${lag.connectionsBandwidth}`;
  }
  if (member.location !== lag.location || deviceOf(member) !== deviceOf(lag)) {
    return `${memberId} is on ${member.location} ${deviceOf(member)}, expected the LAG's ${lag.location} ${deviceOf(lag)}`;
  }
  return undefined;
}

function sharedMembers(topology: Topology): Problem[] {
  const owner = new Map<string, string>();
  const problems: Problem[] = [];
  topology.lags.forEach((lag, lagIndex) => {
    lag.members.forEach((memberId, index) => {
      const first = owner.get(memberId);
      if (first === undefined) owner.set(memberId, lag.id);
      else problems.push({ path: ['lags', lagIndex, 'members', index], message: `${memberId} is already in ${first}` });
    });
  });
  return problems;
}

function parentProblems(topology: Topology, hosted: HostedConnectionDefinition, index: number): Problem[] {
  const path = ['hostedConnections', index, 'parent'];
  const known = [...topology.interconnects, ...topology.lags].some(({ id }) => id === hosted.parent);
  if (!known) return [{ path, message: `${hosted.parent} is neither one of the interconnects nor one of the lags` }];
  const lag = topology.lags.find(({ members }) => members.includes(hosted.parent));
  if (lag === undefined) return [];
  return [{ path, message: `${hosted.parent} is a member of ${lag.id}: the hosted connection belongs on the LAG` }];
}

function vlanCollisions(topology: Topology): Problem[] {
  const taken = new Map<string, string>();
  const problems: Problem[] = [];
  topology.hostedConnections.forEach((hosted, index) => {
    if (isGone(hosted.state)) return;
    const key = `${hosted.parent} ${hosted.vlan}`;
    const first = taken.get(key);
    if (first === undefined) taken.set(key, hosted.id);
    else {
      problems.push({
        path: ['hostedConnections', index, 'vlan'],
        message: `VLAN ${hosted.vlan} on ${hosted.parent} is already that of ${first}`,
      });
    }
  });
  return problems;
}

function virtualInterfaceProblems(topology: Topology): Problem[] {
  const carried = new Map<string, string>();
  return topology.virtualInterfaces.flatMap((virtualInterface, index) => {
    const path = ['virtualInterfaces', index];
    const { connection, vlan, id } = virtualInterface;
    const problems = virtualInterface.peers.flatMap((peer, peerIndex) =>
      (['amazonAddress', 'customerAddress'] as const)
        .filter((key) => !isCidr(peer[key]))
        .map((key) => ({ path: [...path, 'peers', peerIndex, key], message: `${peer[key]} is not an IP network` })),
    );
    const hosted = topology.hostedConnections.find((candidate) => candidate.id === connection);
    const first = carried.get(connection);
    carried.set(connection, first ?? id);
    if (hosted === undefined) {
      problems.push({ path: [...path, 'connection'], message: `${connection} is not one of the hostedConnections` });
    } else if (vlan !== undefined && vlan !== hosted.vlan) {
      problems.push({ path: [...path, 'vlan'], message: `${vlan}, expected ${hosted.vlan}, the connection's VLAN` });
    }
    // Direct Connect User Guide: a hosted connection supports a single virtual interface.
    if (first !== undefined) {
      problems.push({ path: [...path, 'connection'], message: `${connection} already carries ${first}` });
    }
    return problems;
  });
}
