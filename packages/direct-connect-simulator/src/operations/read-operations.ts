import { describeConnections } from './describe-connections.ts';
import { describeHostedConnections } from './describe-hosted-connections.ts';
import { describeInterconnects } from './describe-interconnects.ts';
import { describeLags } from './describe-lags.ts';
import { describeVirtualInterfaces } from './describe-virtual-interfaces.ts';
import type { ReadOperation } from './operation.ts';

/** Every operation that only reads, by its name on the wire. */
export const readOperations: ReadonlyMap<string, ReadOperation> = new Map([
  ['DescribeHostedConnections', describeHostedConnections],
  ['DescribeConnections', describeConnections],
  ['DescribeInterconnects', describeInterconnects],
  ['DescribeLags', describeLags],
  ['DescribeVirtualInterfaces', describeVirtualInterfaces],
]);
