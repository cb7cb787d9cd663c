'use strict';

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
/** Isolated Regions are of partitions that are not told apart here. */
const REGION = /^(?!.*-iso)(af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(-[a-z]+)+-\d$/;

/** ARNs of one partition are of no use in another. */
function partitionOf(region) {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
}

module.exports = { REGION, partitionOf };
