import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { DXM } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import type { TestStack } from '../../support/stack.ts';
import { blocksOf, blocksUnder } from './markdown-blocks.ts';
import { type Environment, type Ran, runShell } from './run-example.ts';
import { awsCli, curl } from './tools.ts';

/** The blocks of a page of docs/operations. */
const page = (name: string) => blocksOf(fileURLToPath(new URL(`../../../docs/operations/${name}.md`, import.meta.url)));

/** One block with raw commands of a page, by the heading that it stands under. @throws Error if there is none */
export function step(name: string, heading: string, index = 0): string {
  return blockUnder(name, heading, index, (text) => !isForDxm(text));
}

/** The same of the blocks that use `dxm`, which stand before the raw ones. */
export function dxmStep(name: string, heading: string, index = 0): string {
  return blockUnder(name, heading, index, isForDxm);
}

const isForDxm = (text: string) => text.startsWith('dxm ');

function blockUnder(name: string, heading: string, index: number, isWanted: (text: string) => boolean): string {
  const block = blocksUnder(page(name), heading, 'sh').filter(isWanted)[index];
  if (block === undefined) throw new Error(`${name}.md has no such block ${index} under "${heading}"`);
  return block;
}

export const NAMES_ON_AWS = step('README', 'Names');
export const NAMES_ON_THIS_MACHINE = step('README', 'Names', 1);

/** What the pages' commands need: the AWS CLI, and jq. */
export const TOOLS = { found: awsCli().found, missing: awsCli().missing ?? curl().missing };

/** A program that starts many times, on a machine that may be busy. */
export const PATIENT = { timeout: 900_000 };

/** Runs a block with variables of its own; gives what it prints. */
export type Operator = (block: string, variables?: Environment) => Promise<string>;

/** Runs a block after the names and short-hands, as the pages say. */
export function atShell(stack: TestStack, block: string, variables: Environment): Promise<Ran> {
  const { text, environment } = shellOf(stack, block);
  return runShell(text, { ...environment, ...variables });
}

/** What a shell runs of a block after the names and short-hands, and the variables that it has. */
export function shellOf(stack: TestStack, block: string): { text: string; environment: Environment } {
  const environment: Environment = {
    ...stack.endpointVariables,
    AWS_REGION: stack.region,
    AWS_DEFAULT_REGION: stack.region,
    AWS_ACCESS_KEY_ID: 'AROAOPERATOR',
    AWS_SECRET_ACCESS_KEY: 'local',
    PAUSE_SECONDS: '0.5',
    DXM_STAGE: 'local',
    DXM_BY: 'ada',
    BY: 'ada',
    WHY: 'ticket 815',
    TENANT: 'orders',
    FROM_PARENT_ID: 'dxcon-old1',
    TO_PARENT_ID: 'dxlag-new1',
  };
  const installed = `dxm() { '${process.execPath}' '${DXM}' "$@"; }\n`;
  return { text: installed + NAMES_ON_THIS_MACHINE + step('README', 'Short-hands') + block, environment };
}

/** Who runs blocks so and reads what they print. A command that fails, fails the test. */
export function operatorOf(stack: TestStack): Operator {
  return async (block, variables = {}) => {
    const ran = await atShell(stack, block, variables);
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    return ran.stdout;
  };
}

/** Waits until a function has logged the transition of the request: cheaper than to ask with a program. */
export function logged(stack: TestStack, transition: string, requestId: string): Promise<void> {
  const logged = new RegExp(`"message":"${transition}".*"requestId":"${requestId}"`);
  return eventually(() => expect(stack.logs.some((line) => logged.test(line))).toBe(true));
}

/** A block that finds nothing: says so, prints nothing, and ends with status 1. */
export async function findsNothing(ran: Promise<Ran>, what = ''): Promise<void> {
  expect(await ran).toEqual({ status: 1, stdout: '', stderr: expect.stringContaining(`not found: ${what}`) });
}
