import { FUNCTION_NAMES } from '../src/settings/setting.ts';
import { arnOf, type Statement, type Sub, sub } from './cloudformation.ts';
import { roleId } from './logical-id.ts';

/** The ledger's ARN, by its name: its policy names the roles, and the roles' policies name it. */
export function ledgerArn(name: string): Sub {
  return sub(`arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${name}-ledger`);
}

/**
 * The table's own policy: TLS only, and only the functions' roles write items, whatever rights others have. Whoever may
 * administer the table may change this policy too, so it locks no one out; a table that is restored has none at first. 20 KB at most.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html
 */
export function ledgerStatements(name: string): Statement[] {
  const table = ledgerArn(name);
  const index = sub(`${table['Fn::Sub']}/index/*`);
  return [
    {
      Sid: 'OnlyTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 'dynamodb:*',
      Resource: [table, index],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'OnlyFunctionsWrite',
      Effect: 'Deny',
      Principal: '*',
      // A transaction is made of these. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
      Action: [
        'dynamodb:BatchWriteItem',
        'dynamodb:DeleteItem',
        'dynamodb:PartiQLDelete',
        'dynamodb:PartiQLInsert',
        'dynamodb:PartiQLUpdate',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      Resource: table,
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': FUNCTION_NAMES.map((part) => arnOf(roleId(part))) } },
    },
  ];
}
