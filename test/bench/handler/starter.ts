import { processEnvironment } from '../../../local/lambda/process-environment.ts';
import type { FunctionName } from '../../../src/settings/setting.ts';
import { ACCOUNT, type Place, REGION } from '../bed/bed.ts';
import { STAGE } from '../variants/ours.ts';
import type { Variant } from '../variants/variant.ts';
import { type HandlerProcess, startHandlerProcess } from './handler-process.ts';

export interface StarterOptions {
  place: Place;
  variant: Variant;
  /** The function that it is, or stands for. */
  functionName: FunctionName;
  /** Before each line that is logged. */
  name: string;
  /** The bundled program of its processes. */
  runner: string;
  log: (line: string) => void;
  /** Of its processes, besides those of Lambda and of the function. */
  environment?: Readonly<Record<string, string>>;
}

/** @returns what starts a process of a handler, which has loaded nothing yet, with the environment that it would have on Lambda */
export async function starterOf(options: StarterOptions): Promise<() => HandlerProcess> {
  const { place, variant, functionName, name, runner, log, environment = {} } = options;
  const { codeDirectory, handler } = variant;
  const settings = {
    ...{ functionName: `dx-migrator-${STAGE}-${functionName}`, codeDir: codeDirectory, handler, timeoutSeconds: 60 },
    ...{ memorySize: 512, region: REGION, account: ACCOUNT },
    environment: { ...(await variant.variables(place)), ...place.endpoints },
    credentials: { accessKeyId: place.accessKeyId, secretAccessKey: 'local', sessionToken: 'local' },
  };
  // No Runtime API: the process is asked by its parent.
  const identity = { runtimeApi: '127.0.0.1:1', logStreamName: name };
  const all = { ...processEnvironment(settings, identity), ...environment };
  return () => startHandlerProcess({ runner, environment: all, log: (line) => log(`${name} ${line}`) });
}
