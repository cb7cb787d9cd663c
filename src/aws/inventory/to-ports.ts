import type { Interconnect, Lag } from '@aws-sdk/client-direct-connect';
import { toMbps } from '../../contract/bandwidth.ts';
import { type Line, type Port, toLine } from '../../drain/plan/inventory.ts';
import type { Reading } from './read-direct-connect.ts';

/** Ports and lines as the planner takes them. What Direct Connect does not say is not there. */
export function toPorts({ interconnects, lags }: Pick<Reading, 'interconnects' | 'lags'>): Port[] {
  return [...interconnects.map(toInterconnect), ...lags.map(toLag)];
}

export function toLines({ lines }: Pick<Reading, 'lines'>): Line[] {
  return [...lines].flatMap(([parent, on]) => on.flatMap((record) => toLine(parent, record) ?? []));
}

function toInterconnect(described: Interconnect): Port {
  const { interconnectId = '', interconnectName, interconnectState = 'unknown', lagId, bandwidth } = described;
  return {
    ...{ id: interconnectId, kind: 'interconnect', state: interconnectState, allowsHostedConnections: true },
    ...known({ name: interconnectName, memberOf: lagId || undefined, linkMbps: toMbps(bandwidth) }),
    ...placeOf(described),
  };
}

function toLag(described: Lag): Port {
  const { lagId = '', lagName, lagState = 'unknown', connectionsBandwidth, minimumLinks, connections } = described;
  const links = connections?.flatMap(({ connectionId, connectionState = 'unknown' }) =>
    connectionId ? [{ id: connectionId, state: connectionState }] : [],
  );
  return {
    // A LAG that does not say what it takes is not known to take anything.
    ...{ id: lagId, kind: 'lag', state: lagState, allowsHostedConnections: described.allowsHostedConnections === true },
    ...known({ name: lagName, linkMbps: toMbps(connectionsBandwidth), links, minimumLinks }),
    ...placeOf(described),
  };
}

/** What interconnects and LAGs have in common. */
function placeOf(described: Interconnect | Lag) {
  const { location, awsDevice, awsDeviceV2, awsLogicalDeviceId, jumboFrameCapable } = described;
  const { macSecCapable, hasLogicalRedundancy } = described;
  return known({
    ...{ location, device: awsDeviceV2 ?? awsDevice, logicalDevice: awsLogicalDeviceId },
    ...{ jumboFrameCapable, macSecCapable, hasLogicalRedundancy },
    encryptionMode: 'encryptionMode' in described ? described.encryptionMode : undefined,
  });
}

type Known<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function known<Fields extends object>(fields: Fields): Known<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Known<Fields>;
}
