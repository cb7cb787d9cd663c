import type { Context, SQSRecord } from 'aws-lambda';
import { releases } from '../../src/drain/run/releases.ts';
import { deliverBatch } from '../../src/handlers/deliver-batch.ts';
import { requestsQueueName } from '../../src/handlers/requests-queue.ts';
import { dispatch } from '../../src/migration/dispatch/dispatch.ts';
import { roomForCallMs } from '../../src/migration/model/settings.ts';
import { turnsAtOnce } from '../../src/migration/pace/turns-at-once.ts';
import type { ControlItem } from '../../src/migration/ports/control.ts';
import type { Log } from '../../src/migration/ports/log.ts';
import type { Ports } from '../../src/migration/ports/ports.ts';
import { receive } from '../../src/migration/receive.ts';
import { forgetCircuits } from '../../src/migration/steps/circuit-breaker.ts';
import { type LatestListings, observing } from '../../src/migration/steps/recent-listings.ts';
import { reconcile } from '../../src/migration/waiting/reconcile.ts';
import { plansOf } from './drains/drain-functions.ts';
import { drainsPort } from './drains/ports.ts';
import { DELIVERY_FAULTS } from './faults.ts';
import { Invocation } from './invocation.ts';
import { directConnectPort } from './ports/direct-connect.ts';
import { withKiller } from './ports/killer.ts';
import { ledgerPort } from './ports/ledger.ts';
import { LedgerUnavailable } from './ports/reach-ledger.ts';
import { busPort, deferPort, quarantinePort, wakePort } from './ports/sending.ts';
import type { QueuedMessage } from './queue.ts';
import { MINUTE, SECOND } from './settings.ts';
import type { Stage } from './stage.ts';
import { SENDING } from './topology.ts';

/** As serverless.yml says. */
const EVENT_AGE = MINUTE;

/** The deployed functions: the real handlers and core, each invocation over ports of its own. */
export class Service {
  readonly #stage: Stage;
  #invocations = 0;
  #ids = 0;
  /** Invocations for messages under way, by the queue's tenant. */
  readonly #running = new Map<string, number>();
  #isDispatching = false;
  /** What the environments remember that no invocation is under way in, by function. */
  readonly #remembered = new Map<string, LatestListings[]>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** The event source mappings, one for each tenant's queue: they invoke the function for everything that is there. */
  poll(): void {
    if (this.#stage.isHalted) return;
    for (const { name } of SENDING) this.#pollFor(name);
  }

  #pollFor(tenant: string): void {
    const { queue, batchSize, concurrency } = this.#stage;
    while (this.#runningFor(tenant) < concurrency) {
      const batch = queue.receive(batchSize, tenant);
      if (batch.length === 0) return;
      this.#migrate(batch, tenant);
    }
  }

  #runningFor(tenant: string): number {
    return this.#running.get(tenant) ?? 0;
  }

  /** The place of an invocation is free when it is done, or when its time is over. */
  #occupy({ time, settings }: Stage, tenant: string): () => void {
    let isFree = false;
    const free = () => {
      if (isFree) return;
      isFree = true;
      this.#running.set(tenant, this.#runningFor(tenant) - 1);
      this.poll();
    };
    this.#running.set(tenant, this.#runningFor(tenant) + 1);
    time.at(time.now + settings.functionTimeoutMs, free);
    return free;
  }

  #migrate(messages: QueuedMessage[], tenant: string): void {
    const { auditor, queue, time, adjustDelivery, adjustRemaining } = this.#stage;
    const { invocation, ports, end } = this.begin('migrate');
    const fault = invocation.fate.fault('delivery', DELIVERY_FAULTS);
    const free = this.#occupy(this.#stage, tenant);
    invocation.trace('receives', ...messages.map(({ id, content, receives }) => `${id}×${receives} ${content.body}`));
    if (fault === 'deliveredTwice') {
      time.at(time.now + invocation.fate.delay(MINUTE), () => {
        for (const message of messages) queue.deliverAgain(message);
        this.#migrate(messages, tenant);
      });
    }
    const byReceipt = new Map(messages.map((message) => [receiptOf(message), message]));
    const defer = deferPort(invocation, async (_queue, receipt, seconds) => {
      const message = byReceipt.get(receipt);
      if (message) queue.defer(message, seconds * 1000);
    });
    const hadFinalOutcome = messages.every((message) => auditor.hasFinalOutcome(message));
    const { random, log } = ports;
    const handler = deliverBatch({
      deliver: adjustDelivery((message, left) => receive(message, left, ports)),
      ...{ defer, settings: ports.settings, random, log },
    });
    const records = messages.map((message) => recordOf(message, queue.isOrdered));
    const getRemainingTimeInMillis = adjustRemaining(invocation.remaining);
    handler({ Records: records }, { getRemainingTimeInMillis } as Context).then(
      ({ batchItemFailures }) => {
        end();
        const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        for (const message of messages) this.#conclude(message, failed.has(message.id), fault);
        const [first, ...others] = messages;
        // For those behind it there may have been no time.
        if (first && others.length === 0 && failed.has(first.id)) auditor.kept(first, invocation, hadFinalOutcome);
        free();
      },
      (error: unknown) => auditor.threw('migrate', error),
    );
  }

  /** Acknowledged messages are deleted, unless that fails; of the others, retention may take some that are claimed. */
  #conclude(message: QueuedMessage, isFailed: boolean, fault: string | undefined): void {
    const { queue, auditor, evidence } = this.#stage;
    if (isFailed) {
      const isClaimed = evidence.requests.has(message.content.order?.key ?? '');
      if (fault === 'expired' && isClaimed && queue.remove(message)) evidence.count('messages lost by retention');
    } else if (fault !== 'notDeleted' && queue.remove(message)) {
      auditor.acknowledged(message);
    }
  }

  reconcile(): void {
    if (this.#stage.isHalted) return;
    const { invocation, ports, end } = this.begin('reconcile');
    const { auditor, index, settings, adjustRemaining } = this.#stage;
    const overdue = index.overdue('reconcile', invocation.startedAtMs - settings.clockSkewMs, settings.staleMs);
    reconcile(adjustRemaining(invocation.remaining), ports).then(
      ({ left }) => {
        end();
        void forgetCircuits(ports).catch(() => undefined);
        const missed = overdue.filter((name) => !index.hasChanged(name, invocation.startedAtMs - 1));
        if (left === 0) auditor.missed(missed, invocation);
      },
      (error: unknown) => {
        if (!(error instanceof LedgerUnavailable)) auditor.threw('reconcile', error);
      },
    );
  }

  /**
   * An event for `dispatch`: run now or, while the one run that may be is under way, tried again ever more rarely until the
   * event is too old. (AWS Lambda developer guide, "Understanding retry behavior in Lambda")
   */
  wakeDispatch(age = 0, gap = SECOND): void {
    const { time } = this.#stage;
    if (this.#stage.isHalted) return;
    if (!this.#isDispatching) this.#dispatch();
    else if (age + gap <= EVENT_AGE) time.at(time.now + gap, () => this.wakeDispatch(age + gap, 2 * gap));
  }

  #dispatch(): void {
    const { auditor, index, settings, time, adjustRemaining } = this.#stage;
    const { invocation, ports, end } = this.begin('dispatch', settings.dispatchTimeoutMs);
    let isOver = false;
    const free = () => {
      if (!isOver) this.#isDispatching = false;
      isOver = true;
    };
    this.#isDispatching = true;
    auditor.dispatching(invocation);
    time.at(time.now + settings.dispatchTimeoutMs, free);
    const before = this.#stage.ledger.readControl();
    const overdue = index.overdue('dispatch', invocation.startedAtMs - settings.clockSkewMs, settings.staleMs);
    dispatch(adjustRemaining(invocation.remaining), ports).then(
      async ({ left }) => {
        end();
        free();
        auditor.dispatched(invocation);
        const hadTime = left === 0 && invocation.remaining() >= roomForCallMs(settings);
        const controls = [await before, await this.#stage.ledger.readControl()];
        const missed = overdue.filter((name) => !index.hasChanged(name, invocation.startedAtMs - 1));
        if (hadTime && controls.every(isOpen)) auditor.missed(missed, invocation);
      },
      (error: unknown) => {
        free();
        if (!(error instanceof LedgerUnavailable)) auditor.threw('dispatch', error);
      },
    );
  }

  /** A new invocation of a function, and what it works with; `end` keeps its environment for the next one. */
  begin(functionName: string, timeoutMs?: number): { invocation: Invocation; ports: Ports; end: () => void } {
    const {
      time,
      fate,
      trace,
      ledger,
      index,
      world,
      auditor,
      settings,
      deployment,
      unpublishable,
      meddler,
      adjust,
      lists,
    } = this.#stage;
    const invocation = new Invocation(
      `${functionName}-${++this.#invocations}`,
      time,
      fate,
      settings,
      trace,
      {
        ...deployment,
      },
      timeoutMs,
    );
    invocation.whenFrozen = (until) => auditor.frozen(until);
    const log: Log = (what, fields) => auditor.logged(what, fields);
    const reached = withKiller(ledgerPort(invocation, ledger, index, auditor), invocation, this.#stage.killer);
    const directConnect = directConnectPort(invocation, world, lists, {
      called: (call) => {
        auditor.called(call);
        meddler?.called(call);
      },
      listed: (parentId, lister) => auditor.listed(parentId, lister),
      answered: (call) => auditor.answered(call),
      moved: (call, move) => auditor.moved(call, move),
    });
    const ports: Ports = {
      directConnect,
      recent: directConnect,
      ledger: reached,
      bus: busPort(invocation, unpublishable, (event) => this.#stage.published(event)),
      quarantine: quarantinePort(invocation, (id, body) => auditor.quarantined(id, body, invocation)),
      clock: invocation.clock,
      random: () => fate.random(),
      newId: () => `attempt-${++this.#ids}`,
      log,
      settings,
      turns: turnsAtOnce({ ledger: reached, clock: invocation.clock, settings }),
      releases: this.#releases(invocation),
      wakeDispatch: wakePort(invocation, () => this.wakeDispatch()),
      sleep: (milliseconds) => invocation.sleep(milliseconds),
      ...invocation.deployment,
    };
    const adjusted = adjust ? adjust(ports) : ports;
    const environments = this.#environmentsOf(functionName);
    const latest: LatestListings = environments.pop() ?? new Map();
    invocation.environment = latest;
    const observed = observing(adjusted.directConnect, adjusted.clock, latest);
    return { invocation, ports: { ...adjusted, ...observed }, end: () => void environments.push(latest) };
  }

  #releases(invocation: Invocation): Ports['releases'] {
    const { drained, settings } = this.#stage;
    if (!drained) return { releaseOf: async () => ({ kind: 'notReleased' }) };
    const { drains, memory, index, parsed, auditor, plan } = drained;
    return releases({
      drains: drainsPort(invocation, drains, (id) => memory.drains.get(id), index, auditor),
      plans: plansOf(invocation, parsed),
      settings: { drainApprovals: plan.approvals, minRequestedAt: settings.minRequestedAt },
    });
  }

  #environmentsOf(functionName: string): LatestListings[] {
    const environments = this.#remembered.get(functionName) ?? [];
    this.#remembered.set(functionName, environments);
    return environments;
  }
}

/** Nothing stands in the way of anyone. */
function isOpen({ paused, circuits, freezes, closedParents }: ControlItem): boolean {
  return !paused && !freezes && !closedParents && Object.keys(circuits).length === 0;
}

function receiptOf({ id, receives }: QueuedMessage): string {
  return `${id}/${receives}`;
}

function recordOf(message: QueuedMessage, isOrdered: boolean): SQSRecord {
  const { id, content, group, sentAtMs, receives } = message;
  return {
    messageId: id,
    receiptHandle: receiptOf(message),
    body: content.body,
    attributes: {
      SenderId: content.senderId,
      SentTimestamp: String(sentAtMs),
      ApproximateReceiveCount: String(receives),
      ApproximateFirstReceiveTimestamp: String(sentAtMs),
      ...(isOrdered ? { MessageGroupId: group } : {}),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:111122223333:${requestsQueueName('dx-migrator-sim', content.tenant)}`,
    awsRegion: 'eu-west-1',
  };
}
