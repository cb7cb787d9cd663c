/** Of test/infra/access-terms.ts. */
export type Role = 'planners' | 'readers' | 'operators' | 'orders, of another account';

/** A command, whom it is for, and all that it asks of AWS: that role may do it, and need not be given more. */
export interface CommandRights {
  args: string;
  role: Role;
  calls: readonly string[];
  /** How it ends, if it ends well. */
  status?: number;
  stdin?: 'a request';
}

const DECIDES = ['lambda:InvokeFunction'];
/** What a decision on a held request rests on. */
const EVIDENCE = ['directconnect:DescribeHostedConnections', 'dynamodb:GetItem', 'lambda:GetFunctionConfiguration'];
/** A look through a queue, which hides its messages for a while. */
const LOOKS = ['sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const DEAD_LETTERS = [...LOOKS, 'dynamodb:GetItem', 'sqs:ListQueues'];
const COPIES = [...LOOKS, 'sqs:GetQueueUrl'];

/**
 * Run in this order. There are a request r1 that is held, a dead letter of the tenant orders that the ledger knows and one that it
 * does not, and copies of an INVALID_REQUEST of that tenant in quarantine.
 */
export const COMMANDS: readonly CommandRights[] = [
  { args: 'cordon dxlag-new1 --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'uncordon dxlag-new1 --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'freeze n --until 2h --all --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'unfreeze n --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'parent close dxlag-new1 --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'parent open dxlag-new1 --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'group release 111122223333 dxcon-line1 --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'pause --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'resume --yes --why x', role: 'operators', calls: DECIDES },

  { args: 'resolve orders/r1', role: 'readers', calls: EVIDENCE, status: 3 },
  // Up to the question, which no one is there to answer.
  { args: 'resolve orders/r1 notMoved --why x', role: 'readers', calls: EVIDENCE, status: 2 },
  { args: 'resolve orders/r1 notMoved --yes --why x', role: 'operators', calls: DECIDES },

  { args: 'dlq', role: 'readers', calls: DEAD_LETTERS, status: 3 },
  { args: 'dlq orders', role: 'readers', calls: DEAD_LETTERS, status: 3 },
  { args: 'dlq clear orders --known --yes', role: 'operators', calls: [...DEAD_LETTERS, 'sqs:DeleteMessage'] },
  { args: 'quarantine', role: 'readers', calls: COPIES, status: 3 },
  {
    args: 'quarantine clear --reason INVALID_REQUEST --tenant orders --yes',
    role: 'operators',
    calls: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
  },

  {
    args: 'send - --tenant orders --yes',
    role: 'operators',
    calls: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
    stdin: 'a request',
  },
  {
    args: 'send - --queue-url QUEUE --yes',
    role: 'orders, of another account',
    calls: ['sqs:SendMessage'],
    stdin: 'a request',
  },
];
