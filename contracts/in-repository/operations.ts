// What `dx-migrator/operations` is in this repository: the source, as it is. Others have it from the package, compiled.
export * from '../../src/contract/operations/index.ts';
