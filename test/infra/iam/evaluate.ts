import { fulfils } from './condition.ts';
import { many, type Request, type Statement } from './statement.ts';
import { matches } from './wildcard.ts';

export interface Policies {
  /** Of the principal. Leave out for a service, which has none. */
  identity?: readonly Statement[];
  /** Of the resource, if it has one. */
  resource?: readonly Statement[];
  /** The resource's own account. */
  account: string;
  /** Does the resource's policy alone let in, also its own account's principals? So it is with a key. */
  onlyByResource?: boolean;
}

/**
 * What IAM would say, as far as the policies of this template go: an explicit Deny anywhere denies. Else, within one
 * account, an Allow of either side is enough (with a key, one of the key's policy, which may leave it to IAM by naming
 * the account). Across accounts both sides must allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: Request, policies: Policies): 'allowed' | 'denied' {
  const { identity = [], resource = [], account, onlyByResource = false } = policies;
  const isArn = request.principal.startsWith('arn:');
  const ofPrincipal = { 'aws:PrincipalArn': request.principal, 'aws:PrincipalAccount': accountOf(request.principal) };
  const context = {
    'aws:PrincipalIsAWSService': String(!isArn),
    ...(isArn ? ofPrincipal : {}),
    ...request.context,
  };
  const applies = (statement: Statement) => applyTo(statement, request, context);
  const fromResource = resource.filter(applies).filter(({ Principal }) => names(Principal, request.principal));
  const fromIdentity = identity.filter(applies);
  if ([...fromResource, ...fromIdentity].some(({ Effect }) => Effect === 'Deny')) return 'denied';

  const byIdentity = fromIdentity.length > 0;
  const byName = fromResource.some(({ Principal }) => !namesAccountOnly(Principal, request.principal));
  const sameAccount = isArn && accountOf(request.principal) === account;
  if (byName && (sameAccount || !isArn)) return 'allowed';
  const opened = fromResource.length > 0 || (sameAccount && !onlyByResource);
  return opened && byIdentity ? 'allowed' : 'denied';
}

function applyTo(statement: Statement, { action, resource }: Request, context: Record<string, string>): boolean {
  if ('NotAction' in statement || 'NotResource' in statement || 'NotPrincipal' in statement) {
    throw new Error('NotAction, NotResource and NotPrincipal are not understood');
  }
  const isAction = many(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
  const isResource = many(statement.Resource).some((pattern) => matches(pattern, resource));
  return isAction && isResource && fulfils(statement.Condition, context);
}

/** By its own name, or by that of its account. */
function names(principal: Statement['Principal'], who: string): boolean {
  if (principal === '*') return true;
  const { AWS = [], Service = [] } = principal ?? {};
  return [...many(AWS), ...many(Service)].some(
    (name) => name === who || (who.startsWith('arn:') && name === rootOf(who)),
  );
}

/** An account that is named leaves it to its own IAM to say who. */
function namesAccountOnly(principal: Statement['Principal'], who: string): boolean {
  return (
    principal !== '*' && !many(principal?.AWS ?? []).includes(who) && !many(principal?.Service ?? []).includes(who)
  );
}

const accountOf = (arn: string) => arn.split(':')[4] ?? '';
const rootOf = (arn: string) => `arn:aws:iam::${accountOf(arn)}:root`;
