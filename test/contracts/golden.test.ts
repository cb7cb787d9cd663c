import { describe, expect, it } from 'vitest';
import { schemasIn, validatorOf } from '../../contracts/generate/compatibility.ts';
import { DETAIL_TYPES } from '../../src/contract/event-names.ts';
import { parseEvent } from '../../src/contract/parse-event.ts';
import { REASON_CODES } from '../../src/contract/reason.ts';
import { parseRequest } from '../../src/contract/request.ts';
import { CONTRACTS, examplesOf } from './contracts.ts';

const schemas = new Map([...schemasIn(CONTRACTS)].map(([name, schema]) => [name, validatorOf(schema)]));
const events = examplesOf('events');
const parsed = events.map(([name, example]) => {
  const result = parseEvent(JSON.stringify(example));
  if (!result.ok) throw new Error(`${name}: ${result.problem}`);
  return result.event;
});

describe.each(events)('the golden event %s', (_name, example) => {
  it('is valid by its own schema, and by no other', () => {
    const own = String(example['detail-type']).toLowerCase().replaceAll(' ', '-');
    expect([...schemas].filter(([, isValid]) => isValid(example)).map(([name]) => name)).toEqual([own]);
  });

  it('is read in full by a consumer', () => {
    const { version, resources, ...known } = example;
    expect(parseEvent(example)).toEqual({ ok: true, event: known });
  });
});

it('there is a golden event of every outcome, disposition and reason code', () => {
  const data = parsed.map(({ detail }) => detail.data);
  expect(new Set(data.map(({ outcome }) => outcome))).toEqual(new Set(Object.keys(DETAIL_TYPES)));
  expect(new Set(data.flatMap((one) => ('disposition' in one ? [one.disposition] : [])))).toEqual(
    new Set(['moved', 'observed', 'alreadyThere']),
  );
  expect(new Set(data.flatMap(({ reason }) => (reason ? [reason.code] : [])))).toEqual(new Set(REASON_CODES));
});

it.each(examplesOf('requests'))('the golden request %s is accepted, and valid by its schema', (_name, example) => {
  const body = JSON.stringify(example);
  expect(parseRequest(body, Date.parse(String(example.requestedAt))).ok).toBe(true);
  expect(schemas.get('migration-request')?.(example)).toBe(true);
});

describe('a consumer that reads an event', () => {
  const [, moved] = events.find(([name]) => name === 'migrated-moved') ?? [];

  it('ignores fields that it does not know', () => {
    const known = parseEvent(moved);
    const detail = moved?.detail as { data: object };
    const later = { ...moved, new: 1, detail: { ...detail, data: { ...detail.data, costCentre: 'c' } } };
    expect(parseEvent(later)).toEqual(known);
  });

  it.each([
    ['not JSON', '{', 'the event'],
    ['no object', 'null', 'the event'],
    ['of another service', { ...moved, source: 'aws.ec2' }, 'source'],
    ['of another type', { ...moved, 'detail-type': 'Hosted Connection Lost' }, 'detail-type'],
    ['without a detail', { ...moved, detail: undefined }, 'detail'],
    ['with a time of another form', withMetadata({ occurredAt: '2026-11-23T12:00:00Z' }), 'detail.metadata.occurredAt'],
    ['of another version', withMetadata({ schemaVersion: '2' }), 'detail.metadata.schemaVersion'],
    ['with labels of which one is no text', withLabels({ site: 'fra', wave: 3 }), 'detail.data.request.labels'],
    ['with labels that are a text', withLabels('site'), 'detail.data.request.labels'],
    ['with labels that are a list', withLabels(['site']), 'detail.data.request.labels'],
    ['with a record that is a list', withRecord([]), 'detail.data.connection'],
    ['with a tag that is a list', withRecord({ tags: [[]] }), 'detail.data.connection.tags.0'],
    ['with a MACsec key that is a list', withRecord({ macSecKeys: [[]] }), 'detail.data.connection.macSecKeys.0'],
    ['with labels that are null', withLabels(null), 'detail.data.request.labels'],
  ])('gets an error that names the place: %s', (_what, received, where) => {
    expect(parseEvent(received)).toEqual({ ok: false, problem: `${where}: is not as the contract says` });
  });

  it('reads labels whatever their keys are', () => {
    const strange = JSON.parse('{"constructor":"a","__proto__":"b","labels":"c"}');
    const result = parseEvent(withLabels(strange));
    expect(result.ok && result.event.detail.data.request?.labels).toEqual(strange);
  });

  function withMetadata(change: object): object {
    const detail = moved?.detail as { metadata: object };
    return { ...moved, detail: { ...detail, metadata: { ...detail.metadata, ...change } } };
  }

  function withRecord(connection: unknown): object {
    const detail = moved?.detail as { data: object };
    return { ...moved, detail: { ...detail, data: { ...detail.data, connection } } };
  }

  function withLabels(labels: unknown): object {
    const detail = moved?.detail as { data: { request: object } };
    const { data } = detail;
    return { ...moved, detail: { ...detail, data: { ...data, request: { ...data.request, labels } } } };
  }
});
