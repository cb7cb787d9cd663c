// Bundled in place of what looks a setting of the SDK up in ~/.aws: a function has no such files.

/** The SDK takes the next place for one that throws this; here, the default. */
const NOT_THERE = Object.assign(new Error('the bundles read no configuration files'), { tryNextLink: true });

export function fromSharedConfigFiles() {
  return () => Promise.reject(NOT_THERE);
}
