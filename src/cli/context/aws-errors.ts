import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-status.ts';

/** What a person can do about an error of the SDK or of Node; anything else is a fault of ours, and is shown whole. */
export async function explain(
  error: unknown,
  { stage, region, profile = process.env.AWS_PROFILE }: Sought = {},
): Promise<CliError> {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'AbortError') return new CliError('interrupted', { status: EXIT.interrupted });
  if (name === 'CredentialsProviderError' && profile !== undefined) return noProfile(profile);
  for (const { is, what, todo, status, isOfStage } of KNOWN) {
    if (!is(name, message)) continue;
    const where =
      isOfStage && stage !== undefined ? { where: `the stack dx-migrator-${stage}, ${inRegion(region)}` } : {};
    return new CliError(what(message), { todo, ...where, ...(status === undefined ? {} : { status }) });
  }
  return new CliError(`${name}: ${message}`, {
    todo: 'this is a fault of dxm: report it, with DXM_DEBUG=1 for its stack',
  });
}

/** Where it was asked for, as the command line and the shell say it. */
interface Sought {
  stage?: string;
  region?: string;
  profile?: string;
}

/** The SDK does not say which of the two it is, and takes no others where a profile is named. */
function noProfile(profile: string): CliError {
  return new CliError(`there is no profile ${profile}, or it has no credentials`, {
    todo: 'check --profile and AWS_PROFILE (aws configure list-profiles lists them), or sign in to it',
  });
}

function inRegion(region = process.env.AWS_REGION): string {
  return region === undefined ? 'in the Region of the profile' : `in ${region}`;
}

interface Known {
  is: (name: string, message: string) => boolean;
  what: (message: string) => string;
  todo: string;
  /** The exit status, if it is another than that of a refusal. */
  status?: number;
  /** The error names nothing that was asked for: the stage and the Region do. */
  isOfStage?: boolean;
}

const KNOWN: readonly Known[] = [
  {
    is: (name) => name === 'ListingError',
    what: (message) => message,
    todo: 'run it again',
  },
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
    status: EXIT.usage,
  },
  {
    is: (name) => /AccessDenied|NotAuthorized/.test(name),
    what: (message) => `these credentials may not do that: ${message}`,
    todo: 'attach the policy of the stack that its outputs call OperatorsReadArn, OperatorsDecideArn or PlannerArn; who decides is also named in operatorRoles, who approves drains in approverRoles',
  },
  {
    is: (name) => /ResourceNotFound|QueueDoesNotExist|NonExistentQueue/.test(name),
    what: (message) => `this stage is not there: ${message}`,
    todo: 'check --stage, --region and --profile: the stack is called dx-migrator-STAGE',
    isOfStage: true,
  },
  {
    is: (name, message) =>
      name === 'TimeoutError' ||
      /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|socket hang up/.test(`${name} ${message}`),
    what: (message) => `AWS does not answer: ${message || 'the connection failed'}`,
    todo: 'check the network and the endpoint; with npm start, whether it still runs and its exports.sh was sourced again',
  },
  {
    is: (name) => /^(ServiceException|InternalServerError|InternalFailure|TooManyRequestsException)$/.test(name),
    what: (message) => `AWS could not do that: ${message}`,
    todo: 'run it again; if it stays so, look at the function and at the health of AWS',
  },
];
