import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { operatorPolicies } from '../../../infra/operator-policies.ts';

const OPERATIONS = fileURLToPath(new URL('../../../docs/operations/', import.meta.url));
const textOf = (page: string) => readFileSync(join(OPERATIONS, page), 'utf8');

/** What the pages ask for that the policies do not give, each with its reason. */
const OTHERWISE: Record<string, string> = {
  'lambda:Invoke': 'the parameter operatorRoles gives it, for the two functions',
  'iam:AttachRolePolicy': 'for whoever owns the role',
  'iam:ListRoles': 'in the account of the sender',
  'iam:ListUsers': 'in the account of the sender',
  'dynamodb:GetResourcePolicy': 'for whoever deploys',
  'cloudformation:DetectStackDrift': 'for whoever deploys',
  'cloudformation:DescribeStackDriftDetectionStatus': 'for whoever deploys',
  'cloudformation:DescribeStackResourceDrifts': 'for whoever deploys',
};

/** A batch needs the right of one message (Actions, resources, and condition keys for Amazon SQS, Service Authorization Reference). */
const BATCHES: Record<string, string> = {
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
};

/** Commands of the AWS CLI as IAM calls them. */
function actionsIn(text: string): string[] {
  return [...text.matchAll(/\baws ([a-z]+) ([a-z]+(?:-[a-z]+)*)/g)].map(([, service, command = '']) => {
    const name = command.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    const action = `${service}:${name}`;
    return BATCHES[action] ?? action;
  });
}

it('the two policies together grant operators the permissions that the runbooks need', () => {
  const { read, decide } = operatorPolicies('dx-migrator-prod');
  const granted: string[] = [...read, ...decide].flatMap(({ Action }) => Action);
  const allowed = new Set([...granted, ...Object.keys(OTHERWISE)]);

  const [, stop = ''] = /^## Stop without the ledger$(.*?)^## /ms.exec(textOf('disaster.md')) ?? [];
  const pages = ['README.md', 'redrive.md', 'upgrade.md', ...globSync('alarms/*.md', { cwd: OPERATIONS })];
  const asked = new Set([...pages.map(textOf), stop].flatMap(actionsIn));

  expect(asked.size).toBeGreaterThan(25);
  expect([...asked].filter((action) => !allowed.has(action))).toEqual([]);
  expect(Object.keys(OTHERWISE).filter((action) => !asked.has(action))).toEqual([]);
});
