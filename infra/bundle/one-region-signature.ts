// Bundled in place of @aws-sdk/signature-v4-multi-region, which EventBridge's client has for buses of several Regions: none is
// published to.

import { SignatureV4 } from '@smithy/signature-v4';

export class SignatureV4MultiRegion extends SignatureV4 {
  /** What it has to sign for several Regions with. */
  static sigv4aDependency(): 'none' {
    return 'none';
  }
}
