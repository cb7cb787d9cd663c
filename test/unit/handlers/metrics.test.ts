import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { reconcileMetrics, transitionMetrics } from '../../../src/handlers/metrics.ts';
import type { LogLine } from '../../../src/migration/model/log-lines.ts';
import type { LogFields } from '../../../src/migration/ports/log.ts';

const NOW = 1_795_000_000_000;
const IDS = { tenant: 'orders', requestId: 'r1', connectionId: 'dxcon-1', messageId: 'm1', awsRequestId: 'a1' };

/** The essentials of the schema in "Specification: Embedded metric format", CloudWatch User Guide. */
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const directive = v.strictObject({
  Namespace: v.literal('dx-migrator'),
  Dimensions: v.pipe(v.array(v.pipe(v.array(name), v.maxLength(9))), v.minLength(1)),
  Metrics: v.pipe(
    v.array(v.strictObject({ Name: name, Unit: v.picklist(['Count', 'Seconds']) })),
    v.minLength(1),
    v.maxLength(100),
  ),
});
const emf = v.looseObject({
  _aws: v.strictObject({ Timestamp: v.pipe(v.number(), v.integer()), CloudWatchMetrics: v.array(directive) }),
});

/** Each published metric as `Name{dimension=value,…}` with its value; what the specification forbids, objected. */
function published(line: object): Record<string, unknown> {
  const root: Record<string, unknown> = v.parse(emf, JSON.parse(JSON.stringify(line)));
  const all: Record<string, unknown> = {};
  for (const { Dimensions, Metrics } of v.parse(emf, root)._aws.CloudWatchMetrics) {
    for (const set of Dimensions) {
      for (const key of set) expect(root[key], `dimension ${key}`).toBeTypeOf('string');
      for (const { Name } of Metrics) {
        expect(root[Name], Name).toBeTypeOf('number');
        all[`${Name}{${set.map((key) => `${key}=${root[key]}`).join()}}`] = root[Name];
      }
    }
  }
  return all;
}

const lineOf = (what: LogLine, fields: LogFields) => ({
  ...IDS,
  ...fields,
  ...transitionMetrics(what, fields, 'prod', NOW),
});

describe('the metrics of a transition', () => {
  it.each<[LogLine, string, string]>([
    ['migrated', 'MIGRATED', 'moved'],
    ['failed', 'FAILED', 'VLAN_CONFLICT'],
    ['rejected', 'REJECTED', 'NOT_PERMITTED'],
    ['held', 'HELD', 'OUTCOME_UNKNOWN'],
    ['planned', 'PLANNED', 'VLAN_CONFLICT'],
  ])('%s counts an outcome by reason, and its age', (what, outcome, cause) => {
    expect(published(lineOf(what, { cause, age: 12.5 }))).toEqual({
      'Outcomes{stage=prod}': 1,
      [`Outcomes{stage=prod,outcome=${outcome}}`]: 1,
      [`Outcomes{stage=prod,outcome=${outcome},reason=${cause}}`]: 1,
      'OutcomeAge{stage=prod}': 12.5,
      [`OutcomeAge{stage=prod,outcome=${outcome}}`]: 12.5,
    });
  });

  it('count a message that does not become a request as rejected, without an age', () => {
    expect(published(lineOf('messageRejected', { cause: 'UNKNOWN_SENDER' }))).toEqual({
      'Outcomes{stage=prod}': 1,
      'Outcomes{stage=prod,outcome=REJECTED}': 1,
      'Outcomes{stage=prod,outcome=REJECTED,reason=UNKNOWN_SENDER}': 1,
    });
  });

  it('name no reason where there is none', () => {
    expect(published(lineOf('planned', { age: 1 }))).toHaveProperty(
      ['Outcomes{stage=prod,outcome=PLANNED,reason=NONE}'],
      1,
    );
  });

  it.each<[LogLine, string]>([
    ['calling', 'Calls'],
    ['unclear', 'UnclearAnswers'],
    ['unanswered', 'UnansweredCalls'],
    ['circuitOpened', 'CircuitOpenings'],
    ['circuitOpenedForAll', 'CircuitOpeningsForAll'],
    ['denied', 'AccessDenied'],
    ['faulted', 'Faults'],
  ])('%s counts %s, by stage alone', (what, metric) => {
    expect(published(lineOf(what, { cause: 'ECONNRESET' }))).toEqual({ [`${metric}{stage=prod}`]: 1 });
  });

  it('count reopenings by cause', () => {
    expect(published(lineOf('reopened', { cause: 'throttled' }))).toEqual({
      'Reopenings{stage=prod}': 1,
      'Reopenings{stage=prod,cause=throttled}': 1,
    });
  });

  it.each<[LogLine, string]>([
    ['unpublished', 'UnpublishedAge'],
    ['overdue', 'CallingBeyondEffectTimeout'],
    ['waiting', 'WaitAge'],
    ['seenGood', 'VerificationSeconds'],
  ])('%s publishes %s in seconds', (what, metric) => {
    expect(published(lineOf(what, { age: 301 }))).toEqual({ [`${metric}{stage=prod}`]: 301 });
  });

  it('are empty for a transition that is only logged', () => {
    expect(transitionMetrics('published', IDS, 'prod', NOW)).toEqual({});
    // A wait for a window, say: it may be long.
    expect(transitionMetrics('waiting', IDS, 'prod', NOW)).toEqual({});
  });
});

it('a run of reconcile publishes its counts, and what stands in the way of calls', () => {
  const report = { taken: 5, finished: 1, held: 2, waiting: 1, failed: 1, left: 7, looks: 3, unlooked: 4 };
  expect(
    published(
      reconcileMetrics(
        report,
        { paused: 1, circuitsOpen: 2, circuitOpenForAll: 0, cordoned: 3, frozen: 4, closed: 6 },
        'prod',
        NOW,
      ),
    ),
  ).toEqual({
    'ReconcileTaken{stage=prod}': 5,
    'ReconcileFinished{stage=prod}': 1,
    'ReconcileHeld{stage=prod}': 2,
    'ReconcileWaiting{stage=prod}': 1,
    'ReconcileFailed{stage=prod}': 1,
    'ReconcileLeft{stage=prod}': 7,
    'ReconcileLooks{stage=prod}': 3,
    'ReconcileUnlooked{stage=prod}': 4,
    'Paused{stage=prod}': 1,
    'CircuitsOpen{stage=prod}': 2,
    'CircuitOpenForAll{stage=prod}': 0,
    'ParentsCordoned{stage=prod}': 3,
    'Freezes{stage=prod}': 4,
    'ParentsClosed{stage=prod}': 6,
  });
});
