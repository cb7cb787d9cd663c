import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schemasIn, validatorOf } from '../../contracts/generate/compatibility.ts';
import { MAX_BODY_BYTES, parseRequest } from '../../src/contract/request.ts';
import { request, START } from '../support/world.ts';
import { CONTRACTS } from './contracts.ts';
import { bodies } from './request-bodies.ts';

const isValid = validatorOf(schemasIn(CONTRACTS).get('migration-request') ?? {});

/** So late that no requestedAt lies ahead: that rule is about the message, not about the body. */
const LATE = Date.parse('9999-12-31T23:59:59.999Z');

const RUNS = 20_000;
const seed = Number(process.env.AGREEMENT_SEED ?? randomInt(1, 2 ** 31));

it(`the handler and the published schema agree on ${RUNS} bodies, AGREEMENT_SEED=${seed}`, () => {
  const seen = { taken: 0, rejected: 0, beyond: 0 };
  fc.assert(
    fc.property(bodies, (body) => {
      const value = JSON.parse(body) as Record<string, unknown>;
      const parsed = parseRequest(body, LATE);
      if (parsed.ok) {
        seen.taken++;
        expect(isValid(value), 'taken by the handler, invalid by the schema').toBe(true);
      } else if (isValid(value)) {
        seen.beyond++;
        const unexcused = fieldsIn(parsed.problem).filter((field) => !excusedFields(value).includes(field));
        expect(unexcused, `valid by the schema, rejected by the handler: ${parsed.problem}`).toEqual([]);
      } else seen.rejected++;
    }),
    { numRuns: RUNS, seed },
  );
  // Runs that see little of one kind prove little.
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(RUNS / 200);
});

/** The fields that a problem names; all of it, if that is none. */
const fieldsIn = (problem: string) => problem.split('; ').map((part) => part.split(': ')[0] ?? part);

/** The fields of which JSON Schema cannot say what is wrong with them, written down independently of the handler. */
function excusedFields(value: Record<string, unknown>): string[] {
  const strange = ['requestedAt', 'notBefore', 'notAfter'].filter((field) => isStrange(String(value[field] ?? '')));
  const { notBefore, notAfter } = value;
  const isReversed =
    notBefore !== undefined && notAfter !== undefined && roundedUp(String(notBefore)) > parsed(String(notAfter));
  return isReversed ? [...strange, 'notAfter'] : strange;
}

/** In milliseconds. */
function roundedUp(time: string): number {
  const finer = /\.[0-9]{3}([0-9]*)/.exec(time)?.[1] ?? '';
  return parsed(time) + (Number(finer) > 0 ? 1 : 0);
}

/** In milliseconds, further digits cut off; a leap second, which Date does not know, as the second after. */
function parsed(time: string): number {
  const isLeap = hasLeapSecond(time);
  return Date.parse(isLeap ? time.replace(/:60(?=\.|[Zz+-])/, ':59') : time) + (isLeap ? 1000 : 0);
}

function isStrange(time: string): boolean {
  return hasNoSuchDay(time) || hasLeapSecond(time) || isOutsideYears(time);
}

function hasNoSuchDay(time: string): boolean {
  const [year = 0, month = 0, day = 0] = time.slice(0, 10).split('-').map(Number);
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day > ([31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}

/** Some of them are real. */
function hasLeapSecond(time: string): boolean {
  return time.slice(17, 19) === '60';
}

/** Before the year 0 or after 9999, once the offset is taken into account. */
function isOutsideYears(time: string): boolean {
  const year = new Date(roundedUp(time.toUpperCase())).getUTCFullYear();
  return year < 0 || year > 9999;
}

describe('what the schema cannot say', () => {
  it.each([
    [
      'that the window must not end before it begins',
      { notBefore: '2026-11-24T00:00:00Z', notAfter: '2026-11-23T00:00:00Z' },
    ],
    ['which days exist', { notAfter: '2026-02-30T00:00:00Z' }],
    ['when there can be a leap second', { notAfter: '2026-11-23T12:00:60Z' }],
    ['that the year has four digits in UTC too', { notAfter: '9999-12-31T23:59:59-00:01' }],
    [
      'that requestedAt lies at most five minutes after the message was sent',
      { requestedAt: '2026-11-23T12:05:00.001Z' },
    ],
  ])('%s', (_what, fields) => {
    const body = request(fields);
    expect(isValid(body)).toBe(true);
    expect(parseRequest(JSON.stringify(body), START).ok).toBe(false);
  });

  it('that no field may come twice', () => {
    const body = JSON.stringify(request()).replace('{', '{"note":"a","note":"b",');
    expect(isValid(JSON.parse(body))).toBe(true);
    expect(parseRequest(body, START).ok).toBe(false);
  });

  it('how large a body may be', () => {
    const body = `${JSON.stringify(request())}${' '.repeat(MAX_BODY_BYTES)}`;
    expect(isValid(JSON.parse(body))).toBe(true);
    expect(parseRequest(body, START).ok).toBe(false);
  });
});
