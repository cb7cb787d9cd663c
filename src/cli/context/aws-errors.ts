import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-status.ts';

/** What a person can do about an error of the SDK or of Node; anything else is a fault of ours, and is shown whole. */
export async function explain(error: unknown): Promise<CliError> {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'AbortError') return new CliError('interrupted', { status: EXIT.interrupted });
  for (const { is, what, todo } of KNOWN) if (is(name, message)) return new CliError(what(message), { todo });
  return new CliError(`${name}: ${message}`, {
    todo: 'this is a fault of dxm: report it, with DXM_DEBUG=1 for its stack',
  });
}

interface Known {
  is: (name: string, message: string) => boolean;
  what: (message: string) => string;
  todo: string;
}

const KNOWN: readonly Known[] = [
  {
    is: (name) => name === 'CredentialsProviderError',
    what: () => 'there are no AWS credentials',
    todo: 'sign in, name a profile with --profile, or source the exports.sh that npm start prints',
  },
  {
    is: (name) =>
      /^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired|UnrecognizedClientException|InvalidClientTokenId)$/.test(
        name,
      ),
    what: (message) => `AWS does not take these credentials: ${message}`,
    todo: 'sign in again',
  },
  {
    is: (_name, message) => message === 'Region is missing',
    what: () => 'in which Region?',
    todo: 'say --region eu-central-1, export AWS_REGION, or set it in the profile',
  },
  {
    is: (name) => /AccessDenied|NotAuthorized/.test(name),
    what: (message) => `these credentials may not do that: ${message}`,
    todo: 'attach the policy of the stack that its outputs call OperatorsReadArn, OperatorsDecideArn or PlannerArn; who decides is also named in operatorRoles',
  },
  {
    is: (name) => /ResourceNotFound|QueueDoesNotExist|NonExistentQueue/.test(name),
    what: (message) => `this stage is not there: ${message}`,
    todo: 'check --stage, --region and --profile: the stack is called dx-migrator-STAGE',
  },
  {
    is: (name, message) =>
      name === 'TimeoutError' ||
      /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|socket hang up/.test(`${name} ${message}`),
    what: (message) => `AWS does not answer: ${message || 'the connection failed'}`,
    todo: 'check the network and the endpoint; with npm start, whether it still runs and its exports.sh was sourced again',
  },
];
