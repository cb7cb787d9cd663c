import * as v from 'valibot';
import { serviceError } from '../texts.ts';
import { name } from '../topology/values.ts';
import { optionalValue, type Parameters } from './parameters.ts';

/** Direct Connect API reference, TagResource: "Each resource can have a maximum of 50 tags". */
const mostTags = 50;

/** Direct Connect API reference, Tag: the value may be left out. */
const tagList = v.array(v.object({ key: name, value: v.nullish(v.string(), '') }), 'expected a list');

/**
 * The request's `tags` as keys with values.
 *
 * @throws {ServiceError} for what is no list of tags, for a key that comes twice, and for too many
 */
export function readTags(parameters: Parameters): Readonly<Record<string, string>> {
  const tags = optionalValue(parameters, 'tags', tagList) ?? [];
  const keys = new Set(tags.map(({ key }) => key));
  if (keys.size < tags.length) throw serviceError('duplicateTagKeys');
  if (tags.length > mostTags) throw serviceError('tooManyTags');
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}
