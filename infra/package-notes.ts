// What only the finished template shows: whether a stack can hold it, and what the account needs for it. A plugin of osls.

import { ParameterError } from './parameter-error.ts';
import { recordNames } from './tenant-names.ts';
import { readTenants } from './tenants.ts';

/** A stack's. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_RESOURCES = 500;
const MOST_OUTPUTS = 200;
const MOST_BYTES = 1_000_000;

/** Lambda keeps so many for functions without a reservation. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const KEPT_UNRESERVED = 100;

interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
  Outputs?: Record<string, unknown>;
}

/** As far as it is used here. */
interface Serverless {
  service: {
    custom: { settings: { tenants: string } };
    provider: { compiledCloudFormationTemplate: Template };
  };
  getProvider(name: 'aws'): { getStage(): string; getRegion(): string };
}

export class PackageNotes {
  readonly hooks: Record<string, () => void>;

  constructor(serverless: Serverless, _options: unknown, { log }: { log: { notice(line: string): void } }) {
    const { service } = serverless;
    const aws = serverless.getProvider('aws');
    this.hooks = {
      'before:aws:package:finalize:saveServiceState': () =>
        refuseTooMuch(service.provider.compiledCloudFormationTemplate),
      'after:aws:package:finalize:saveServiceState': () => {
        log.notice(concurrencyNote(service.provider.compiledCloudFormationTemplate, aws.getRegion()));
        const { tenants } = service.custom.settings;
        const names = aws.getStage() === 'local' ? undefined : recordNames(readTenants(tenants), tenants);
        if (names !== undefined) log.notice(names);
      },
    };
  }
}

/** @throws ParameterError */
export function refuseTooMuch(template: Template): void {
  const counts: [what: string, count: number, most: number][] = [
    ['resources', Object.keys(template.Resources).length, MOST_RESOURCES],
    ['outputs', Object.keys(template.Outputs ?? {}).length, MOST_OUTPUTS],
    ['bytes', Buffer.byteLength(JSON.stringify(template)), MOST_BYTES],
  ];
  const over = counts
    .filter(([, count, most]) => count > most)
    .map(([what, count, most]) => `${count} ${what} of ${most}`);
  if (over.length === 0) return;
  throw new ParameterError(
    `parameter tenants: the template has ${over.join(' and ')} that a stack can hold: put some of the tenants into a stage ` +
      'of their own, with parents of their own',
  );
}

/** What the account must allow, which is refused only when the stack is deployed. */
export function concurrencyNote(template: Template, region: string): string {
  const reserved = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .reduce((sum, { Properties }) => sum + Number(Properties?.ReservedConcurrentExecutions ?? 0), 0);
  return (
    `The functions reserve ${reserved} concurrent executions. Lambda keeps ${KEPT_UNRESERVED} unreserved, so the account needs a quota ` +
    `of at least ${reserved + KEPT_UNRESERVED} in ${region}, and more if other functions reserve some.`
  );
}
