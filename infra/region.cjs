'use strict';

/**
 * Isolated Regions are of partitions that are not told apart here; those of the European Sovereign Cloud (eusc-…) are not
 * known to osls. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const REGION = /^(?!.*-iso)(af|ap|ca|cn|eu|il|me|mx|sa|us)(-[a-z]+)+-\d$/;

/** ARNs of one partition are of no use in another. */
function partitionOf(region) {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

module.exports = { REGION, partitionOf };
