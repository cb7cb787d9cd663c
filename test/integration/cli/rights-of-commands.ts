/** Of test/infra/access-terms.ts. */
export type Role = 'planners' | 'readers' | 'operators' | 'approvers' | 'orders, of another account';

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
const PORTS = ['directconnect:DescribeInterconnects', 'directconnect:DescribeLags'];
/** Whether there is what is to be stopped. */
const STOPS = [...PORTS, ...DECIDES];
const LEDGER = ['dynamodb:BatchGetItem', 'dynamodb:Scan'];
/** What plans are made of. */
const WORLD = [...LEDGER, ...['directconnect:DescribeHostedConnections', ...PORTS]];
const SETTINGS = 'lambda:GetFunctionConfiguration';
/** What a decision on a held request rests on. */
const EVIDENCE = ['directconnect:DescribeHostedConnections', 'dynamodb:GetItem', SETTINGS];
/** A look through a queue, which hides its messages for a while. */
const LOOKS = ['sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const DEAD_LETTERS = [...LOOKS, 'dynamodb:GetItem', 'sqs:ListQueues'];
const COPIES = [...LOOKS, 'sqs:GetQueueUrl'];

/**
 * Run in this order. There are a request r1 that is held, a dead letter of the tenant orders that the ledger knows and one that it
 * does not, and copies of an INVALID_REQUEST of that tenant in quarantine.
 */
export const COMMANDS: readonly CommandRights[] = [
  {
    args: 'status',
    role: 'readers',
    calls: [...LEDGER, 'sqs:GetQueueAttributes', 'sqs:ListQueues'],
    status: 3,
  },
  { args: 'requests', role: 'readers', calls: LEDGER, status: 3 },
  { args: 'show orders/r1', role: 'readers', calls: ['dynamodb:BatchGetItem'], status: 3 },
  {
    args: 'show orders/r1 --logs',
    role: 'readers',
    calls: ['dynamodb:BatchGetItem', 'logs:FilterLogEvents'],
    status: 3,
  },
  {
    args: 'show dxcon-line4',
    role: 'readers',
    calls: [...WORLD, 'logs:FilterLogEvents', 'sqs:ListQueues'],
  },
  { args: 'groups', role: 'readers', calls: LEDGER, status: 3 },

  { args: 'parents', role: 'planners', calls: WORLD },
  // It is not cordoned.
  { args: 'parent safe-to-delete dxlag-other1', role: 'planners', calls: [...WORLD, SETTINGS], status: 3 },
  // No line can be moved there: the LAG has no links.
  { args: 'drain plan dxcon-old1 --to dxlag-new1', role: 'planners', calls: WORLD, status: 3 },
  // A plan of another site.
  { args: 'drain show PLAN', role: 'planners', calls: [] },
  { args: 'drain diff PLAN', role: 'planners', calls: WORLD },
  { args: 'drain check PLAN', role: 'planners', calls: WORLD, status: 1 },

  { args: 'help drain plan', role: 'planners', calls: [] },
  { args: 'completion bash', role: 'planners', calls: [] },
  { args: 'complete -- resolve orders/', role: 'planners', calls: [] },

  { args: 'cordon dxlag-new1 --yes --why x', role: 'operators', calls: STOPS },
  { args: 'uncordon dxlag-new1 --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'freeze n --until 2h --all --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'unfreeze n --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'freeze p --until 2h --parent dxlag-new1 --yes --why x', role: 'operators', calls: STOPS },
  { args: 'unfreeze p --yes --why x', role: 'operators', calls: DECIDES },
  { args: 'parent close dxlag-new1 --yes --why x', role: 'operators', calls: STOPS },
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
