import type { SettingName } from '../settings-table.ts';

/** For people: what a setting is, as a phrase, and of a time what it decides about and what goes wrong if it is too short. */
export interface Description {
  what: string;
  decides?: 'safety' | 'pace';
  tooShort?: string;
}

/**
 * Beside the table and not in it, since the functions' bundles would carry it. Links are relative to
 * docs/operations/deploy.md.
 */
export const DESCRIPTIONS: Record<SettingName, Description> = {
  tenants: {
    what: 'who may move what; bundled with the functions',
  },
  logLevel: {
    what: 'metrics and alarms are made of lines of the level INFO: above it, alarms would be deaf',
  },
  functionTimeoutSeconds: {
    what: 'how long an invocation lives; the requests queue hides a message for six times as long',
    decides: 'safety',
    tooShort: 'no time for a call is left and requests wait for ever',
  },
  callTimeoutSeconds: {
    what: 'how long one AssociateHostedConnection may take, from its intent to the last byte of its answer',
    decides: 'safety',
    tooShort: 'slow answers become unclear: outcomes come late or are held, the circuit opens',
  },
  staleSeconds: {
    what: 'STALE: how far Describe may lag behind the truth',
    decides: 'safety',
    tooShort: 'an old picture is believed: a false `observed`, `alreadyThere` or refusal',
  },
  clockSkewSeconds: {
    what: 'how far two clocks may differ: Lambda hosts among each other, and from SQS',
    decides: 'safety',
    tooShort: 'the same as with `staleSeconds`',
  },
  effectTimeoutSeconds: {
    what: "SETTLE: after so long, by its caller's clock, a call without a clear answer can have no more effect",
    decides: 'safety',
    tooShort:
      'requests are held whose call still takes effect; with `reattemptsAfterEffectTimeout`, a second move; two probes ' +
      'at a time',
  },
  pollIntervalSeconds: {
    what:
      'an unhurried wait, and the first one of an item that does not get on; on AWS `reconcile` itself runs ' +
      'once a minute',
    decides: 'pace',
    tooShort: 'more visits than help',
  },
  postponeLimitSeconds: {
    what: 'the longest time between two visits of an item that does not get on',
    decides: 'pace',
    tooShort: 'held and failing items cost API calls',
  },
  transitionLimitSeconds: {
    what:
      'how long a connection may be "in a transitioning state"; a longer gap between two such answers begins it ' +
      'anew, up to the third',
    decides: 'pace',
    tooShort: 'requests fail that only had to wait',
  },
  circuitOpenSeconds: {
    what: 'how long an unclear answer stops all calls at first',
    decides: 'pace',
    tooShort: 'probes follow each other faster, each at the risk of a held line',
  },
  callsPerMinute: {
    what: 'how many lines may be moved in a minute of the clock, by all functions together; 0, as many as come',
  },
  reattemptsAfterEffectTimeout: {
    what:
      'up to how many attempts, also those known not to have run, a request whose call shows no effect after ' +
      'SETTLE is called for again; with more it is held. Leave it at 0 until it is known how late an effect can ' +
      'come: one that comes after SETTLE may then move a line twice',
  },
  minRequestedAt: {
    what:
      'older requests are refused: after a [restore](disaster.md#lost-or-damaged-table) the table no longer ' +
      'knows what was called for',
  },
  batchSize: {
    what:
      'how many messages of the requests queue, which is FIFO, an invocation gets at most; above 1, those of a group share ' +
      'the receives of [one that fails](../ledger.md#waiting-and-dueatms)',
  },
  maximumConcurrency: {
    what: 'how many invocations the requests queue causes at a time',
  },
  reservedConcurrency: {
    what: 'how many invocations of `migrate` there can be at a time',
  },
  logRetentionDays: {
    what: "of the functions' logs; a year, since who moved what, by whose decision, is asked with the year's bills",
  },
  alarmTopicArn: {
    what:
      'the SNS topic that alarms notify; empty, the stack makes one, `dx-migrator-<stage>-alarms`, to subscribe ' +
      'to',
  },
  archiveDays: {
    what: 'how long outcomes can be replayed',
  },
  senderPrincipals: {
    what: 'who sends requests, of any account',
  },
  consumerAccounts: {
    what: 'those that put rules on the bus',
  },
  operatorRoles: {
    what:
      'who invokes `resolve` and `control`; those of this account may also move messages back to the requests ' +
      'queue',
  },
  trustedMoverRoles: {
    what:
      'whose moves do not ring [out-of-band-moves](alarms/out-of-band-moves.md): those of other stages in the same ' +
      'account and Region',
  },
  parents: {
    what: 'what the functions may look at and move to; empty: all of this account',
  },
  subnetIds: {
    what: 'of a VPC for the functions, with a way to SQS, DynamoDB, EventBridge and Direct Connect',
  },
  securityGroupIds: {
    what: 'of the functions in that VPC',
  },
};
