import { expect, it } from 'vitest';
import { describeFaults } from '../src/describe-faults.ts';
import { parseTopology } from '../src/topology.ts';

const faultsOf = (yaml: string) => parseTopology(yaml, 'topology.yaml').faults;

it('prints what is armed, how often it applies, to which calls, and how to clear it', () => {
  const faults = faultsOf(
    'account: "999988887777"\nfaults:\n' +
      '  - { kind: drop, effect: done, connectionId: dxcon-fg200004 }\n' +
      '  - { kind: throttle, connectionId: dxcon-fg200007, times: 2 }\n',
  );
  expect(describeFaults(faults, 'http://127.0.0.1:1')).toEqual([
    'Faults of Direct Connect that the topology has armed; each is used up by the calls that it meets:',
    '  AssociateHostedConnection: drop, effect done, once, calls for dxcon-fg200004',
    '  AssociateHostedConnection: throttle, 2 times, calls for dxcon-fg200007',
    'Clear them, or leave them out of the topology:',
    '  curl -s -X DELETE http://127.0.0.1:1/_admin/faults',
  ]);
});

it('describes the scope of a fault that is not limited to one connection', () => {
  const faults = faultsOf(
    'account: "999988887777"\nfaults:\n' +
      '  - { kind: hang, operation: DescribeLags, afterCalls: 3 }\n' +
      '  - { kind: unavailable, effect: late, effectAfterMs: 500, connectionId: dxcon-1, parentConnectionId: dxlag-2 }\n' +
      '  - { kind: throttle, operation: UpdateLag, lagId: dxlag-3 }\n',
  );
  expect(describeFaults(faults, 'http://127.0.0.1:1').slice(1, 4)).toEqual([
    '  DescribeLags: hang, once after 3 calls that pass, any call',
    '  AssociateHostedConnection: unavailable, effect late, once, calls for dxcon-1 on dxlag-2',
    '  UpdateLag: throttle, once, calls for dxlag-3',
  ]);
});

it('prints nothing where nothing is armed', () => {
  expect(describeFaults([], 'http://127.0.0.1:1')).toEqual([]);
});
