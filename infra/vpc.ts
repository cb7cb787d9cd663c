// If a parameter names subnets: what puts the functions into them. Otherwise nothing.

import { FUNCTION_NAMES } from '../src/settings/setting.ts';
import { type Action, type Resource, ref, type Statement, type Text } from './cloudformation.ts';
import type { Lists } from './lists.ts';
import { logicalId } from './logical-id.ts';

/** Lambda's own calls, made with a function's role. None of them can be limited to a resource that exists beforehand.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
const NETWORK_INTERFACES: Action[] = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

export interface Vpc {
  Resources: Record<string, Resource>;
  /** What osls adds to the functions' resources. */
  extensions: Record<string, { Properties: object }>;
  /** Managed policies of the functions' roles. */
  policies: Text[];
}

export function vpcResources({ subnetIds: SubnetIds, securityGroupIds: SecurityGroupIds }: Lists): Vpc {
  if (SubnetIds.length === 0) return { Resources: {}, extensions: {}, policies: [] };
  const statements: Statement[] = [
    { Effect: 'Allow', Action: NETWORK_INTERFACES, Resource: '*' },
    // The function's own code must not make these calls: the same page, "Best practices".
    {
      Effect: 'Deny',
      Action: NETWORK_INTERFACES,
      Resource: '*',
      Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    },
  ];
  return {
    Resources: {
      VpcAccess: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          Description: 'Lets Lambda put the functions into their subnets',
          PolicyDocument: { Version: '2012-10-17', Statement: statements },
        },
      },
    },
    policies: [ref('VpcAccess')],
    extensions: Object.fromEntries(
      FUNCTION_NAMES.map((name) => [
        logicalId(name, 'LambdaFunction'),
        { Properties: { VpcConfig: { SubnetIds, SecurityGroupIds } } },
      ]),
    ),
  };
}
