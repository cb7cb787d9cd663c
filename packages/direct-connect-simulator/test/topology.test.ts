import { describe, expect, it } from 'vitest';
import { parseTopology, TopologyError } from '../src/topology.ts';

const small = `account: "999988887777"
interconnects:
  - { id: dxcon-one, location: A }
  - { id: dxcon-two, location: A }
lags:
  - { id: dxlag-one, location: A, members: [dxcon-two] }
hostedConnections:
  - id: dxcon-hosted
    parent: dxcon-one
    ownerAccount: "111122223333"
    vlan: 7
`;

function problemsOf(text: string): string[] {
  try {
    parseTopology(text, 't.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(TopologyError);
    return error instanceof Error ? error.message.split('\n') : [];
  }
  return [];
}

describe('parseTopology', () => {
  it('fills in everything that has a sensible default', () => {
    const topology = parseTopology(small, 't.yaml');

    expect(topology).toMatchObject({
      region: 'us-east-1',
      interconnects: [{ id: 'dxcon-one', state: 'available', bandwidth: '10Gbps' }, { id: 'dxcon-two' }],
      lags: [{ allowsHostedConnections: true, minimumLinks: 0 }],
      hostedConnections: [{ state: 'available', bandwidth: '500Mbps', tags: {} }],
      settings: { transitionMs: 2000, describeLagMs: 0, sameParent: 'interrupt', serverExceptionStatus: 500 },
      faults: [],
    });
  });

  it('reads JSON, too, and passes tenants on unchanged', () => {
    const topology = parseTopology('{"account":"999988887777","tenants":{"any":[1,{"thing":true}]}}', 't.json');

    expect(topology.tenants).toEqual({ any: [1, { thing: true }] });
  });

  it('reports every problem, each with its line, its path and what is expected', () => {
    const text = `account: 999988887777
regon: us-east-1
interconnects:
  - id: dxcon-one
    location: A
    bandwidth: 3Gbps
  - location: B
hostedConnections:
  - { id: dxcon-h, parent: vif-1, ownerAccount: "12", vlan: 5000 }
settings:
  describeLagMs: soon
faults:
  - kind: explode
`;

    expect(problemsOf(text)).toEqual([
      't.yaml:1: account: expected an account id in quotes, e.g. "111122223333", found 999988887777',
      't.yaml:6: interconnects[0].bandwidth: expected one of "1Gbps", "10Gbps", "100Gbps", "400Gbps", found "3Gbps"',
      't.yaml:7: interconnects[1].id: missing',
      't.yaml:9: hostedConnections[0].parent: expected the id of an interconnect (dxcon-…) or a LAG (dxlag-…), found "vif-1"',
      't.yaml:9: hostedConnections[0].ownerAccount: expected an account id of 12 digits, found "12"',
      't.yaml:9: hostedConnections[0].vlan: expected a whole number from 1 to 4094, found 5000',
      't.yaml:11: settings.describeLagMs: expected a whole number of milliseconds from 0 to 86400000, found "soon"',
      expect.stringMatching(/^t\.yaml:13: faults\[0\]\.kind: expected one of "throttle", .*, found "explode"$/),
      't.yaml:2: regon: unknown key',
    ]);
  });

  it.each([
    ['an empty file', '', 't.yaml:1: the file: expected keys with values, found null'],
    ['a text', 'account', 't.yaml:1: the file: expected keys with values, found "account"'],
    ['YAML that breaks off', 'account: "9\n', 't.yaml:2: Missing closing "quote'],
    ['a key given twice', 'account: "999988887777"\naccount: "1"', 't.yaml:2: Map keys must be unique'],
    ['an alias of nothing', 'account: *unknown', 't.yaml:1: Unresolved alias'],
  ])('rejects %s', (_name, text, expected) => {
    const [problem] = problemsOf(text);

    expect(problem?.replace('the file: Unresolved', 'Unresolved')).toContain(expected);
  });

  it.each([
    [
      'one id twice',
      small.replace('dxcon-two,', 'dxcon-one,').replace('[dxcon-two]', '[]'),
      '4: interconnects[1].id: dxcon-one is already the id of interconnects[0]',
    ],
    [
      'a member that is no interconnect',
      small.replace('[dxcon-two]', '[dxcon-six]'),
      '6: lags[0].members[0]: dxcon-six is not one of the interconnects',
    ],
    [
      'a member of another bandwidth',
      small.replace('dxlag-one,', 'dxlag-one, connectionsBandwidth: 1Gbps,'),
      "6: lags[0].members[0]: dxcon-two has 10Gbps, expected the LAG's connectionsBandwidth 1Gbps",
    ],
    [
      'a member on another device',
      small.replace('dxlag-one,', 'dxlag-one, device: A-2,'),
      "6: lags[0].members[0]: dxcon-two is on A A-device, expected the LAG's A A-2",
    ],
    [
      'a member at another location',
      small.replace('dxlag-one, location: A', 'dxlag-one, location: B, device: A-device'),
      "6: lags[0].members[0]: dxcon-two is on A A-device, expected the LAG's B A-device",
    ],
    [
      'a member twice',
      small.replace('[dxcon-two]', '[dxcon-two, dxcon-two]'),
      '6: lags[0].members[1]: dxcon-two is already in dxlag-one',
    ],
    [
      'a parent that does not exist',
      small.replace('parent: dxcon-one', 'parent: dxlag-six'),
      '9: hostedConnections[0].parent: dxlag-six is neither one of the interconnects nor one of the lags',
    ],
    [
      'a member of a LAG as parent',
      small.replace('parent: dxcon-one', 'parent: dxcon-two'),
      '9: hostedConnections[0].parent: dxcon-two is a member of dxlag-one: the hosted connection belongs on the LAG',
    ],
    [
      'a VLAN twice on one parent',
      `${small}  - { id: dxcon-h2, parent: dxcon-one, ownerAccount: "111122223333", vlan: 7 }`,
      '12: hostedConnections[1].vlan: VLAN 7 on dxcon-one is already that of dxcon-hosted',
    ],
  ])('rejects %s', (_name, text, expected) => {
    expect(problemsOf(text)).toEqual([`t.yaml:${expected}`]);
  });

  it.each([
    ['10Gbps', 'dxcon-two, dxcon-two, dxcon-two, dxcon-two', 'already in'],
    ['10Gbps', 'dxcon-two, dxcon-two, dxcon-two, dxcon-two, dxcon-two', '5 members, expected at most 4 at 10Gbps'],
    ['100Gbps', 'dxcon-two, dxcon-two, dxcon-two', '3 members, expected at most 2 at 100Gbps'],
  ])('knows how many members of %s a LAG may have: %s', (bandwidth, members, expected) => {
    const text = small
      .replace('[dxcon-two]', `[${members}]`)
      .replaceAll('location: A', `location: A, bandwidth: ${bandwidth}`)
      .replace(`dxlag-one, location: A, bandwidth`, 'dxlag-one, location: A, connectionsBandwidth');

    expect(problemsOf(text)[0]).toContain(expected);
  });

  it('allows a VLAN again where the other connection is gone, or on another parent', () => {
    const text = `${small}  - { id: dxcon-h2, parent: dxcon-one, ownerAccount: "111122223333", vlan: 7, state: deleted }
  - { id: dxcon-h3, parent: dxlag-one, ownerAccount: "111122223333", vlan: 7 }`;

    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ['connection: dxcon-six', '13: virtualInterfaces[0].connection: dxcon-six is not one of the hostedConnections'],
    ['connection: dxcon-hosted, vlan: 8', "13: virtualInterfaces[0].vlan: 8, expected 7, the connection's VLAN"],
    ['connection: dxcon-hosted, peers: []', '13: virtualInterfaces[0].peers: expected at least one peer, found 0'],
    [
      'connection: dxcon-hosted, peers: [{ amazonAddress: 10.0.0.999/30, customerAddress: 10.0.0.2/30 }]',
      '13: virtualInterfaces[0].peers[0].amazonAddress: 10.0.0.999/30 is not an IP network',
    ],
  ])('rejects a virtual interface with %s', (fields, expected) => {
    const peers = fields.includes('peers')
      ? ''
      : ', peers: [{ amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }]';
    const text = `${small}virtualInterfaces:\n  - { id: dxvif-a, asn: 65000, ${fields}${peers} }`;

    expect(problemsOf(text)).toEqual([`t.yaml:${expected}`]);
  });

  it('rejects a second virtual interface on one hosted connection', () => {
    const one = (id: string) =>
      `  - { id: ${id}, connection: dxcon-hosted, asn: 1, peers: [{ amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }] }\n`;

    expect(problemsOf(`${small}virtualInterfaces:\n${one('dxvif-a')}${one('dxvif-b')}`)).toEqual([
      't.yaml:14: virtualInterfaces[1].connection: dxcon-hosted already carries dxvif-a',
    ]);
  });

  it('finds the line through an alias', () => {
    const text = 'account: "999988887777"\ninterconnects:\n  - &port { id: dxcon-one, location: A, speed: 1 }\n';

    expect(problemsOf(text)).toEqual(['t.yaml:3: interconnects[0].speed: unknown key']);
  });
});
