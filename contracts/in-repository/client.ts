// What `dx-migrator/client` is in this repository: the source, as it is. Others have it from the package, compiled.
export * from '../../src/client/index.ts';
