// What `dx-migrator/calendar` is in this repository: the source, as it is. Others have it from the package, compiled.
export * from '../../src/calendar/index.ts';
