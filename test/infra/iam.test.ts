import { describe, expect, it } from 'vitest';
import { fulfils } from './iam/condition.ts';
import { evaluate } from './iam/evaluate.ts';
import type { Statement } from './iam/statement.ts';

const ACCOUNT = '111111111111';
const OWN = `arn:aws:iam::${ACCOUNT}:role/own`;
const OTHER_ACCOUNTS_ROLE = 'arn:aws:iam::222222222222:role/other';
const on = (statement: Partial<Statement>): Statement => ({
  Effect: 'Allow',
  Action: 's:Do',
  Resource: '*',
  ...statement,
});
const ask = (
  principal: string,
  policies: { identity?: Statement[]; resource?: Statement[]; onlyByResource?: boolean },
) => evaluate({ principal, action: 's:Do', resource: 'arn:r' }, { account: ACCOUNT, ...policies });

describe('the evaluator', () => {
  it('denies what no statement allows', () => {
    expect(ask(OWN, {})).toBe('denied');
    expect(ask(OWN, { identity: [on({ Action: 's:Other' })] })).toBe('denied');
    expect(ask(OWN, { identity: [on({ Resource: 'arn:q' })] })).toBe('denied');
  });

  it('needs an Allow from one side within an account, and lets no Allow win over a Deny', () => {
    const allow = [on({ Principal: { AWS: OWN } })];
    expect(ask(OWN, { identity: [on({})] })).toBe('allowed');
    expect(ask(OWN, { resource: allow })).toBe('allowed');
    expect(ask(OWN, { identity: [on({})], resource: [on({ Effect: 'Deny', Principal: '*' })] })).toBe('denied');
    expect(ask(OWN, { identity: [on({ Effect: 'Deny', Action: 's:*' })], resource: allow })).toBe('denied');
  });

  it('needs an Allow from both sides across accounts', () => {
    const allow = [on({ Principal: { AWS: OTHER_ACCOUNTS_ROLE } })];
    expect(ask(OTHER_ACCOUNTS_ROLE, { identity: [on({})] })).toBe('denied');
    expect(ask(OTHER_ACCOUNTS_ROLE, { resource: allow })).toBe('denied');
    expect(ask(OTHER_ACCOUNTS_ROLE, { identity: [on({})], resource: allow })).toBe('allowed');
  });

  it('delegates to IAM where an account is named', () => {
    const resource = [on({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })];
    expect(ask(OWN, { resource, onlyByResource: true })).toBe('denied');
    expect(ask(OWN, { resource, identity: [on({})], onlyByResource: true })).toBe('allowed');
    expect(ask(OWN, { identity: [on({})], onlyByResource: true })).toBe('denied');
  });

  it('allows a service by the resource policy alone', () => {
    expect(ask('x.amazonaws.com', { resource: [on({ Principal: { Service: 'x.amazonaws.com' } })] })).toBe('allowed');
    expect(ask('y.amazonaws.com', { resource: [on({ Principal: { Service: 'x.amazonaws.com' } })] })).toBe('denied');
  });

  it('rejects what it does not understand', () => {
    expect(() => fulfils({ DateLessThan: { k: '2026' } }, { k: '2025' })).toThrow('DateLessThan is not understood');
    expect(() => fulfils({ StringEquals: { k: ['$', '{aws:x}'].join('') } }, { k: 'a' })).toThrow('policy variables');
    expect(() => fulfils({ StringLike: { k: 'a' } }, { k: ['a', 'b'] })).toThrow('several values');
    const odd = { ...on({}), NotAction: 's:Do' } as Statement;
    expect(() => ask(OWN, { identity: [odd] })).toThrow('NotAction');
  });
});

describe('a condition', () => {
  it.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'b', false],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'a', undefined, false],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['StringLike', 'a*', 'abc', true],
    ['ArnEquals', 'arn:*:x', 'arn:y:x', true],
    ['ArnNotEquals', 'arn:x', 'arn:x', false],
    ['ArnNotEquals', 'arn:x', undefined, true],
    ['Bool', 'false', 'false', true],
    ['Bool', 'false', undefined, false],
    ['Null', 'false', 'a', true],
    ['Null', 'true', 'a', false],
    ['ForAllValues:StringLike', 'a*', ['ab', 'ac'], true],
    ['ForAllValues:StringLike', 'a*', ['ab', 'bc'], false],
    ['ForAllValues:StringLike', 'a*', undefined, true],
    ['ForAnyValue:StringEquals', 'ab', ['ab', 'bc'], true],
    ['ForAnyValue:StringEquals', 'ab', ['bc'], false],
    ['ForAnyValue:StringEquals', 'ab', undefined, false],
  ])('%s %s, given %s: %s', (operator, expected, actual, verdict) => {
    const context: Record<string, string | string[]> = actual === undefined ? {} : { key: actual };
    expect(fulfils({ [operator]: { key: expected } }, context)).toBe(verdict);
  });

  it('must be true in all its parts, each for one of its values', () => {
    const condition = { StringEquals: { a: ['1', '2'], b: '3' } };
    expect(fulfils(condition, { a: '2', b: '3' })).toBe(true);
    expect(fulfils(condition, { a: '2', b: '4' })).toBe(false);
  });
});
