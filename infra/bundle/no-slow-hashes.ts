// Bundled in place of the SDK's own hashes, which it takes where Node.js was built without a library for them: Lambda's is not.

export class Md5Js {}

export class Sha256Js {}
