import type { SettingName } from '../settings-table.ts';

/** For people: what a setting is, as a phrase; for a time also what it decides and what goes wrong if it is too short. */
export interface Description {
  what: string;
  decides?: 'safety' | 'speed';
  tooShort?: string;
}

/**
 * Beside the table and not in it, because the functions' bundles would carry it. Links are relative to
 * docs/operations/deploy.md.
 */
export const DESCRIPTIONS: Record<SettingName, Description> = {
  tenants: {
    what: 'who may send and move what: each tenant gets a requests queue; bundled with the functions',
  },
  logLevel: {
    what: 'metrics and alarms are made from lines of the level INFO: above it, no alarm could ring',
  },
  functionTimeoutSeconds: {
    what: 'the timeout of an invocation, except of `dispatch`; a requests queue hides a message for six times as long',
    decides: 'safety',
    tooShort: 'no time is left for a call, and requests wait forever',
  },
  dispatchTimeoutSeconds: {
    what:
      'the timeout of `dispatch`, which takes no turn later than `callTimeoutSeconds` and 10 s before it; its runs end just before a ' +
      'minute of their schedule is over',
    decides: 'safety',
    tooShort: 'between its runs, no one calls for the requests that wait for their turn',
  },
  callTimeoutSeconds: {
    what: 'how long one call of AssociateHostedConnection may take, from its intent to the last byte of its answer',
    decides: 'safety',
    tooShort: 'slow answers become unclear: outcomes are late or requests are held, and circuit breakers open',
  },
  staleSeconds: {
    what: 'the staleness bound: how far the answers of Describe may lag behind the truth',
    decides: 'safety',
    tooShort: 'a stale observation is believed: a false `observed`, `alreadyThere` or rejection',
  },
  clockSkewSeconds: {
    what: 'how far two clocks may differ: those of two Lambda hosts, or of one and SQS',
    decides: 'safety',
    tooShort: 'the same as for `staleSeconds`',
  },
  effectTimeoutSeconds: {
    what: "the effect timeout: after this time, by its caller's clock, a call without a clear answer can no longer take effect",
    decides: 'safety',
    tooShort:
      'requests are held although their call still takes effect; with `reattemptsAfterEffectTimeout`, a line may be moved ' +
      'twice; two half-open trials at a time',
  },
  pollIntervalSeconds: {
    what:
      'the wait between two tries, and the first wait of an item that makes no progress; on AWS `reconcile` itself runs ' +
      'once a minute',
    decides: 'speed',
    tooShort: 'items are tried more often than it helps',
  },
  postponeLimitSeconds: {
    what: 'the longest time between two tries of an item that makes no progress',
    decides: 'speed',
    tooShort: 'held and failing items cost API calls',
  },
  verifyWithinSeconds: {
    what:
      'how long after a move its line may take to be seen on its target and well, before people are told that it is not; 0 switches ' +
      'the verification of moves off',
    decides: 'speed',
    tooShort: 'lines that only need a while ring an alarm',
  },
  soakSeconds: {
    what: 'for how long a line must look well, at every look of at least three, before it is reported as healthy',
    decides: 'speed',
    tooShort: 'a line that comes and goes is reported as healthy',
  },
  drainTickSeconds: {
    what:
      'while a drain runs, how often it is taken up, and how often the lines that were moved are looked at at most, where that is more ' +
      'often than each `pollIntervalSeconds`',
    decides: 'speed',
    tooShort: 'each parent is listed more often, which takes from what Direct Connect answers others',
  },
  drainApprovals: {
    what: 'how many people must approve the plan of a drain before it starts: 1; or 0, in a lab, where who submits it may start it',
  },
  redundancyLock: {
    what:
      'which lines are [never down together](../ledger.md#redundancy-groups): `owner`, those of one owner account on different ports, and ' +
      'those that requests name alike; `named`, only the latter; `off`, none',
  },
  transitionLimitSeconds: {
    what:
      'how long a connection may be "in a transitioning state"; up to the third such answer, a gap longer than this ' +
      'starts the time again',
    decides: 'speed',
    tooShort: 'requests fail that only had to wait',
  },
  circuitOpenSeconds: {
    what: 'for how long a circuit breaker stops calls, of its target parent or all, when it first opens',
    decides: 'speed',
    tooShort: 'half-open trials follow each other faster, and each risks a held line',
  },
  callsPerSecond: {
    what:
      'the rate limit: how many calls all functions together may make in a second at most. Where Direct Connect throttles, ' +
      'they make fewer ([how](../adr/0026-turns-from-one-place.md))',
  },
  openRequestsPerConnection: {
    what:
      "how many of a tenant's requests for one connection are worked on at a time, of those that have waited; any more wait, unobserved, " +
      'until one of those is done, and expire in time. The newest is worked on in any case',
  },
  quarantineCopiesPerHour: {
    what:
      'how many copies of messages of one tenant, or of all senders that are no tenant together, are put into ' +
      '[quarantine](alarms/quarantine.md) in an hour of the clock; the others are answered and counted, but not kept',
  },
  reattemptsAfterEffectTimeout: {
    what:
      'a request whose call shows no effect after the effect timeout is called for again if it has had at most this many ' +
      'attempts, including those known not to have run; with more it is held. Leave it at 0 until it is known how late ' +
      'an effect can come: one that comes after the effect timeout may then move a line twice',
  },
  capacityFactor: {
    what:
      'a line is not moved onto a parent if all lines there, this one among them, would have more than this many times the bandwidth of ' +
      'the port, or of the links of the LAG that are up: `PARENT_CAPACITY`. 0: Direct Connect alone decides, whose rule AWS does not publish',
  },
  otherLocations: {
    what: 'whether a line may be moved to a parent in another location: 0, it is rejected as `PARENT_CANNOT_HOST`; 1, Direct Connect decides',
  },
  minRequestedAt: {
    what:
      'older requests are rejected: after a [restore](disaster.md#lost-or-damaged-table) the table no longer ' +
      'knows what was called for',
  },
  batchSize: {
    what:
      'how many messages of a requests queue, which is FIFO, an invocation gets at most; above 1, those of a group share ' +
      'the receives of [one that fails](../ledger.md#waiting-and-dueatms)',
  },
  logRetentionDays: {
    what: "retention of the functions' logs; a year, because who moved what, and on whose decision, is asked with the year's bills",
  },
  alarmTopicArn: {
    what:
      'the SNS topic that alarms notify; if empty, the stack creates one, `dx-migrator-<stage>-alarms`, to subscribe ' +
      'to',
  },
  archiveDays: {
    what: 'for how long outcomes can be replayed',
  },
  consumerAccounts: {
    what: 'accounts that may put rules on the bus, and so may see **all tenants** there; a tenant gets its own outcomes by its entry',
  },
  operatorRoles: {
    what:
      'who may invoke `resolve`, `control` and `drain`; those of this account may also move messages back to the requests ' +
      'queues',
  },
  approverRoles: {
    what:
      'who may invoke `approve`, and so approve the plan of a drain; others than `operatorRoles`. If empty, the stack lets no one in: only who ' +
      'may invoke any function of the account anyway can approve, and without them no drain starts unless its approval is waived, or ' +
      '`drainApprovals` is 0',
  },
  trustedDeployerRoles: {
    what:
      'whose deployments do not ring [changed-by-others](alarms/changed-by-others.md): the roles that CloudFormation acts with; ' +
      'if empty, no change that CloudFormation makes rings',
  },
  trustedMoverRoles: {
    what:
      'whose moves do not ring [out-of-band-moves](alarms/out-of-band-moves.md): the roles of other stages in the same ' +
      'account and Region',
  },
  parents: {
    what: 'the parents that the functions may observe and move to; if empty, all of this account, but drains are declined: what those may empty and fill has to be named',
  },
  subnetIds: {
    what: 'subnets of a VPC for the functions, with a way to SQS, DynamoDB, EventBridge and Direct Connect',
  },
  securityGroupIds: {
    what: 'security groups of the functions in that VPC',
  },
};
