/** The bus that every account has ("Event buses in Amazon EventBridge", EventBridge User Guide). */
export const DEFAULT_BUS = 'default';

/** Where resources live: the part of an ARN between the service and the resource. */
export interface Scope {
  readonly region: string;
  readonly account: string;
}

/** ARN of an event bus. */
export function busArn({ region, account }: Scope, busName: string): string {
  return `arn:aws:events:${region}:${account}:event-bus/${busName}`;
}

/** ARN of a rule; a rule on the default bus does not name its bus (Service Authorization Reference, EventBridge). */
export function ruleArn({ region, account }: Scope, busName: string, ruleName: string): string {
  const path = busName === DEFAULT_BUS ? ruleName : `${busName}/${ruleName}`;
  return `arn:aws:events:${region}:${account}:rule/${path}`;
}

/** The bus that a name, an ARN or nothing means. An ARN of another account or Region stays as it is: no bus has that name. */
export function busNameOf(scope: Scope, nameOrArn: string | null | undefined): string {
  if (nameOrArn === undefined || nameOrArn === null) {
    return DEFAULT_BUS;
  }
  const ownPrefix = busArn(scope, '');
  return nameOrArn.startsWith(ownPrefix) ? nameOrArn.slice(ownPrefix.length) : nameOrArn;
}
