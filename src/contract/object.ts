import * as v from 'valibot';

/** An object with these fields and any others. Unlike valibot's own it does not take a list for one that has none. */
export function object<const Entries extends v.ObjectEntries>(entries: Entries): v.ObjectSchema<Entries, undefined> {
  const schema = v.object(entries);
  const run = schema['~run'];
  return Object.assign(schema, {
    '~run': (...[dataset, config]: Parameters<typeof run>) =>
      run.call(schema, Array.isArray(dataset.value) ? { value: null } : dataset, config),
  });
}
