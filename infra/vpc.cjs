'use strict';

// With subnets by parameter: what puts the functions into them. Without, nothing.

const FUNCTIONS = require('./functions.cjs');

/** Lambda's own calls, made with a function's role. None of them can be limited to a resource that exists beforehand.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
const NETWORK_INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

module.exports = ({ subnetIds: SubnetIds, securityGroupIds: SecurityGroupIds }) => {
  if (SubnetIds.length === 0) return { Resources: {}, extensions: {} };
  const statements = [
    { Effect: 'Allow', Action: NETWORK_INTERFACES, Resource: '*' },
    // The function's own code is not to make these calls: the same page, "Best practices".
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
    extensions: Object.fromEntries(
      FUNCTIONS.map((name) => [
        `${name[0].toUpperCase()}${name.slice(1)}LambdaFunction`,
        { Properties: { VpcConfig: { SubnetIds, SecurityGroupIds } } },
      ]),
    ),
  };
};
