/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const REGION = /^(?!.*-iso)(af|ap|ca|cn|eu|il|me|mx|sa|us)(-[a-z]+)+-\d$/;

/**
 * Partitions whose Regions can be recognised, but not served: those of the European Sovereign Cloud are not known to
 * osls, and the isolated ones are not distinguished here.
 */
const UNSUPPORTED: [pattern: RegExp, partition: string][] = [
  [/^eusc-/, 'aws-eusc (the European Sovereign Cloud)'],
  [/^[a-z]+-iso[a-z]?-/, 'aws-iso… (isolated Regions)'],
];

/** What is wrong with a Region, as a sentence; undefined if nothing is. */
export function regionProblem(region: string): string | undefined {
  const [, partition] = UNSUPPORTED.find(([pattern]) => pattern.test(region)) ?? [];
  if (partition !== undefined) {
    return `the region "${region}" is in the partition ${partition}, which is not supported: only aws, aws-cn and aws-us-gov are`;
  }
  return REGION.test(region) ? undefined : `the region must be one such as eu-central-1, not "${region}"`;
}

/** ARNs of one partition are of no use in another. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
