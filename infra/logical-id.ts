import type { FunctionName } from '../src/settings/setting.ts';

/** What osls calls the resources that it makes of a function of serverless.yml. */
export function logicalId(name: FunctionName, kind: 'LambdaFunction' | 'LogGroup'): string {
  return `${capitalized(name)}${kind}`;
}

/** What roles.yml calls a function's role. */
export function roleId(name: FunctionName): string {
  return `${capitalized(name)}Role`;
}

function capitalized(name: FunctionName): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** A name in lower case with hyphens, as a part of a logical id. Of two tenants' names, those without hyphens differ. */
export function pascal(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
