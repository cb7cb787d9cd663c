import type { Context, SQSRecord } from 'aws-lambda';
import { deliverBatch } from '../../src/handlers/deliver-batch.ts';
import type { Log } from '../../src/migration/ports/log.ts';
import type { Ports } from '../../src/migration/ports/ports.ts';
import { receive } from '../../src/migration/receive.ts';
import { reconcile } from '../../src/migration/waiting/reconcile.ts';
import { DELIVERY_FAULTS } from './faults.ts';
import { Invocation } from './invocation.ts';
import { directConnectPort } from './ports/direct-connect.ts';
import { LedgerUnavailable, ledgerPort } from './ports/ledger.ts';
import { busPort, deferPort, quarantinePort } from './ports/sending.ts';
import type { QueuedMessage } from './queue.ts';
import { MINUTE } from './settings.ts';
import type { Stage } from './stage.ts';

/** The deployed functions: the real handlers and core, each invocation over ports of its own. */
export class Service {
  readonly #stage: Stage;
  #invocations = 0;
  #ids = 0;
  #running = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** The event source mapping: invokes the function for everything that is there. */
  poll(): void {
    const { queue, batchSize, concurrency } = this.#stage;
    while (this.#running < concurrency) {
      const batch = queue.receive(batchSize);
      if (batch.length === 0) return;
      this.#migrate(batch);
    }
  }

  /** The place of an invocation is free when it is done, or when its time is over. */
  #occupy({ time, settings }: Stage): () => void {
    let isFree = false;
    const free = () => {
      if (isFree) return;
      isFree = true;
      this.#running--;
      this.poll();
    };
    this.#running++;
    time.at(time.now + settings.functionTimeoutMs, free);
    return free;
  }

  #migrate(messages: QueuedMessage[]): void {
    const { auditor, queue, time, adjustDelivery, adjustRemaining } = this.#stage;
    const { invocation, ports } = this.begin('migrate');
    const fault = invocation.fate.fault('delivery', DELIVERY_FAULTS);
    const free = this.#occupy(this.#stage);
    invocation.trace('receives', ...messages.map(({ id, content, receives }) => `${id}×${receives} ${content.body}`));
    if (fault === 'deliveredTwice') {
      time.at(time.now + invocation.fate.delay(MINUTE), () => {
        for (const message of messages) queue.deliverAgain(message);
        this.#migrate(messages);
      });
    }
    const byReceipt = new Map(messages.map((message) => [receiptOf(message), message]));
    const defer = deferPort(invocation, async (receipt, seconds) => {
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
    const { invocation, ports } = this.begin('reconcile');
    const { auditor, index, settings, adjustRemaining } = this.#stage;
    const overdue = index.overdue(invocation.startedAtMs - settings.clockSkewMs, settings.staleMs);
    reconcile(adjustRemaining(invocation.remaining), ports).then(
      ({ left }) => {
        const missed = overdue.filter((name) => !index.hasChanged(name, invocation.startedAtMs - 1));
        if (left === 0) auditor.missed(missed, invocation);
      },
      (error: unknown) => {
        if (!(error instanceof LedgerUnavailable)) auditor.threw('reconcile', error);
      },
    );
  }

  /** A new invocation of a function, and what it works with. */
  begin(functionName: string): { invocation: Invocation; ports: Ports } {
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
    const invocation = new Invocation(`${functionName}-${++this.#invocations}`, time, fate, settings, trace, {
      ...deployment,
    });
    invocation.whenFrozen = (until) => auditor.frozen(until);
    const log: Log = (what, fields) => auditor.logged(what, fields);
    const ports: Ports = {
      directConnect: directConnectPort(invocation, world, lists, {
        called: (call) => {
          auditor.called(call);
          meddler?.called(call);
        },
        moved: (call, move) => auditor.moved(call, move),
      }),
      ledger: ledgerPort(invocation, ledger, index, auditor),
      bus: busPort(invocation, unpublishable, (event) => this.#stage.published(event)),
      quarantine: quarantinePort(invocation, (id, body) => auditor.quarantined(id, body, invocation)),
      clock: invocation.clock,
      random: () => fate.random(),
      newId: () => `attempt-${++this.#ids}`,
      log,
      settings,
      ...invocation.deployment,
    };
    return { invocation, ports: adjust ? adjust(ports) : ports };
  }
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
    eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:requests.fifo',
    awsRegion: 'eu-west-1',
  };
}
