import { expect, it } from 'vitest';
import { explain } from '../../../src/cli/context/aws-errors.ts';

const error = (name: string, message = 'x') => Object.assign(new Error(message), { name });

it('names the profile that was asked for, and of none says how to get one', async () => {
  const missing = error('CredentialsProviderError', 'Could not load credentials from any providers');
  expect((await explain(missing, { profile: 'nope' })).message).toBe(
    'there is no profile nope, or it has no credentials',
  );
  const before = process.env.AWS_PROFILE;
  delete process.env.AWS_PROFILE;
  try {
    expect((await explain(missing, {})).message).toBe('there are no AWS credentials');
  } finally {
    if (before !== undefined) process.env.AWS_PROFILE = before;
  }
});

it('takes a missing Region for a wrong command, as a missing stage', async () => {
  expect(await explain(error('Error', 'Region is missing'))).toMatchObject({ status: 2 });
});

it('says which stage was looked for, and where', async () => {
  const notThere = error('ResourceNotFoundException', 'Requested resource not found');
  expect(await explain(notThere, { stage: 'prd', region: 'eu-central-1' })).toMatchObject({
    ...{ status: 1, where: 'the stack dx-migrator-prd, in eu-central-1' },
  });
});
