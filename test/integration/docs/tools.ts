import { execFileSync } from 'node:child_process';

/** Whether this machine has what an example needs. */
export interface Tool {
  /** What was found, for the test's name. */
  found: string;
  /** What is missing, if anything is. */
  missing?: string;
}

/** The local SQS speaks the JSON protocol only, which came back to botocore with 1.34.90 (boto/botocore, .changes). */
const BOTOCORE = '1.34.90';

/** The AWS CLI 2 has a botocore of its own; 2.13.34 is the first to speak it (localstack/localstack, issue 9620). */
const AWS_CLI_2 = '2.13.34';

/** The oldest that was seen to sign every X-Amz- header; earlier ones did not (curl/curl, pull request 7966). */
const CURL = '7.88.1';

export function boto3(): Tool {
  return boto3In(ask('python3', '-c', 'import boto3, botocore; print(boto3.__version__, botocore.__version__)'));
}

export function awsCli(): Tool {
  return awsCliIn(ask('aws', '--version'), ask('openssl', 'version'));
}

export function curl(): Tool {
  return curlIn(ask('curl', '--version'), ask('jq', '--version'), ask('openssl', 'version'));
}

export function boto3In(versions: string): Tool {
  const [, own, botocore] = /^(\S+) (\S+)/.exec(versions) ?? [];
  if (!botocore) return { found: 'nothing', missing: 'python3 with boto3 is not installed' };
  return atLeast(BOTOCORE, botocore, 'botocore', `boto3 ${own}, botocore ${botocore}`);
}

export function awsCliIn(versions: string, openssl: string): Tool {
  const [, own = ''] = /^aws-cli\/(\S+)/.exec(versions) ?? [];
  if (own === '') return { found: 'nothing', missing: 'the AWS CLI is not installed' };
  const found = `AWS CLI ${own}`;
  if (openssl === '') return { found, missing: 'openssl is not installed' };
  if (!own.startsWith('1.')) return atLeast(AWS_CLI_2, own, 'AWS CLI', found);
  const [, botocore = '0'] = /botocore\/(\S+)/.exec(versions) ?? [];
  return atLeast(BOTOCORE, botocore, 'botocore', `${found}, botocore ${botocore}`);
}

export function curlIn(versions: string, jq: string, openssl: string): Tool {
  const [, own = ''] = /^curl (\S+)/.exec(versions) ?? [];
  if (own === '') return { found: 'nothing', missing: 'curl is not installed' };
  const found = `curl ${own}, ${jq.trim() || 'no jq'}`;
  if (jq === '') return { found, missing: 'jq is not installed' };
  if (openssl === '') return { found, missing: 'openssl is not installed' };
  return atLeast(CURL, own, 'curl', found);
}

function atLeast(least: string, version: string, what: string, found: string): Tool {
  const isEnough = version.localeCompare(least, 'en', { numeric: true }) >= 0;
  return isEnough ? { found } : { found, missing: `${what} must be ${least} or newer, and is ${version}` };
}

/** What a program says; nothing if it is not there or fails. */
function ask(program: string, ...args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
