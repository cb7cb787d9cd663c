import { expect, it } from 'vitest';
import { awsCliIn, boto3In, curlIn, type Tool } from './tools.ts';

it.each<[string, Tool, string | undefined]>([
  ['no boto3', boto3In(''), 'python3 with boto3 is not installed'],
  ['an old boto3', boto3In('1.34.89 1.34.89\n'), 'botocore must be 1.34.90 or newer, and is 1.34.89'],
  ['a boto3', boto3In('1.34.90 1.34.90\n'), undefined],
  ['a newer boto3, by number and not by letter', boto3In('1.100.0 1.100.0\n'), undefined],
  ['no AWS CLI', awsCliIn('', 'OpenSSL 3'), 'the AWS CLI is not installed'],
  [
    'an old AWS CLI 1',
    awsCliIn('aws-cli/1.29.0 Python/3.11.7 Linux/6 botocore/1.31.0', 'OpenSSL 3'),
    'botocore must be 1.34.90 or newer, and is 1.31.0',
  ],
  ['an AWS CLI 1', awsCliIn('aws-cli/1.45.11 Python/3.11.7 Linux/6 botocore/1.43.11', 'OpenSSL 3'), undefined],
  [
    'an old AWS CLI 2',
    awsCliIn('aws-cli/2.9.19 Python/3.11.2 Linux/6 source/x86_64.debian.12 prompt/off', 'OpenSSL 3'),
    'AWS CLI must be 2.13.34 or newer, and is 2.9.19',
  ],
  ['an AWS CLI 2', awsCliIn('aws-cli/2.13.34 Python/3.11.6 Linux/6 exe/x86_64 prompt/off', 'OpenSSL 3'), undefined],
  ['no openssl', awsCliIn('aws-cli/2.13.34 Python/3.11.6', ''), 'openssl is not installed'],
  ['no curl', curlIn('', 'jq-1.6', 'OpenSSL 3'), 'curl is not installed'],
  ['an old curl', curlIn('curl 7.81.0 (x86_64)', 'jq-1.6', 'OpenSSL 3'), 'curl must be 7.88.1 or newer, and is 7.81.0'],
  ['a curl', curlIn('curl 8.5.0 (x86_64)', 'jq-1.6', 'OpenSSL 3'), undefined],
  ['no jq', curlIn('curl 8.5.0 (x86_64)', '', 'OpenSSL 3'), 'jq is not installed'],
])('%s is reported', (_name, tool, missing) => {
  expect(tool.missing).toBe(missing);
});
