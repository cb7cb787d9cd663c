// What `dx-migrator/contract` is in this repository: the source, as it is. Others have it from the package, compiled.
export * from '../../src/contract/index.ts';
