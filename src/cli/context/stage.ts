import { UsageError } from '../cli-error.ts';

const SERVICE = 'dx-migrator';

/** As serverless.yml and IAM names take it. */
const STAGE = /^[A-Za-z][A-Za-z0-9-]{0,31}$/;

/** What the parts of a stage are called: names follow from it, so that nothing has to be looked up. */
export interface Stage {
  name: string;
  /** Of the stack. */
  stack: string;
  ledger: string;
  function: (part: string) => string;
  logGroup: (part: string) => string;
  /** What the names of queues begin with. */
  queue: (suffix: string) => string;
}

export function stageNamed(name: string): Stage {
  if (!STAGE.test(name)) {
    throw new UsageError('this is no name of a stage', {
      where: '--stage',
      todo: 'name it as it was deployed: dxm --stage prod …',
    });
  }
  const stack = `${SERVICE}-${name}`;
  return {
    ...{ name, stack, ledger: `${stack}-ledger` },
    function: (part) => `${stack}-${part}`,
    logGroup: (part) => `/aws/lambda/${stack}-${part}`,
    queue: (suffix) => `${stack}-${suffix}`,
  };
}
