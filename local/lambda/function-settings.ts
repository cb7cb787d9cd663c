/** Credentials that the function's process gets; on AWS those of its execution role. */
export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A Lambda function as it is deployed. */
export interface FunctionSettings {
  readonly functionName: string;
  /**
   * The unzipped bundle. Keep it outside of any npm package's folder: Node would take that package's `type` and find
   * its node_modules, which AWS does not have, and a dependency missing from the bundle would go unseen.
   */
  readonly codeDir: string;
  /** `path/to/module.export`, relative to `codeDir`. */
  readonly handler: string;
  /** The function's own variables; none of those that Lambda reserves. */
  readonly environment: Readonly<Record<string, string>>;
  /** From the delivery of the event to the answer. AWS has whole seconds; fractions are for tests. */
  readonly timeoutSeconds: number;
  /** MB. Passed to the function, not enforced. */
  readonly memorySize: number;
  readonly region: string;
  readonly account: string;
  readonly credentials: FunctionCredentials;
}

export function functionArn(settings: Pick<FunctionSettings, 'region' | 'account' | 'functionName'>): string {
  return `arn:aws:lambda:${settings.region}:${settings.account}:function:${settings.functionName}`;
}
