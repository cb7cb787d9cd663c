import type { EventDetail } from '../../src/contract/event.ts';
import { formatKey } from '../../src/migration/model/request-item.ts';
import type { Ports } from '../../src/migration/ports/ports.ts';
import { OnlyInQueueError } from '../../src/migration/receive.ts';
import type { Ablation, Deliver } from './ablation.ts';

/** Guards around what is published and what becomes of the message, each with what lacks it. */
export const DELIVERY_ABLATIONS: Record<string, Pick<Ablation, 'ports' | 'deliver' | 'remaining'>> = {
  'one detail for the answer to an unreadable message': { ports: withTenantOfTheTime },
  'an outcome that the bus does not accept keeps no message': { ports: withUnpublishedKeptInQueue },
  'every page of what is due': { ports: withFirstPageOnly },
  'the long waits of what only the queue has': { deliver: withShortRests },
  'the time left of an invocation': { remaining: () => () => Number.POSITIVE_INFINITY },
  'the age of a wait that should be short': { ports: withoutAges },
};

/** What does not fit into the first answer waits for a later run. */
function withFirstPageOnly(ports: Ports): Ports {
  const due: Ports['ledger']['due'] = async (now) => ({ items: (await ports.ledger.due(now)).items });
  return { ...ports, ledger: { ...ports.ledger, due } };
}

/** The event names a tenant, who is looked up at each delivery, under an id made of the message alone. */
function withTenantOfTheTime(ports: Ports): Ports {
  const tenant = ports.tenants.find(({ name }) => name === 'second')?.name ?? null;
  return {
    ...ports,
    bus: {
      publish: async (event) => {
        const detail = JSON.parse(event.detail) as EventDetail;
        if (detail.data.reason?.code !== 'INVALID_REQUEST') return ports.bus.publish(event);
        const data = { ...detail.data, tenant };
        return ports.bus.publish({ ...event, detail: JSON.stringify({ ...detail, data }) });
      },
    },
  };
}

/** The bus's error goes on to the delivery, so that the message comes again. */
function withUnpublishedKeptInQueue(ports: Ports): Ports {
  const unpublished = new Map<string, unknown>();
  return {
    ...ports,
    bus: {
      publish: async (event) => {
        const { data } = JSON.parse(event.detail) as EventDetail;
        const key = `${data.tenant}#${data.request?.requestId}`;
        await ports.bus.publish(event).catch((error: unknown) => {
          unpublished.set(key, error);
          throw error;
        });
      },
    },
    ledger: {
      ...ports.ledger,
      park: async (key, ...rest) => {
        const error = unpublished.get(formatKey(key));
        if (error) throw error;
        return ports.ledger.park(key, ...rest);
      },
    },
  };
}

/** A line says what a request waits for, and not for how long, so that no alarm rings. */
function withoutAges(ports: Ports): Ports {
  return {
    ...ports,
    log: (what, { age, ...fields }) => ports.log(what, what === 'waiting' ? fields : { ...fields, age }),
  };
}

/** As after any other exception: at most 45 s. */
function withShortRests(deliver: Deliver): Deliver {
  return (...given) =>
    deliver(...given).catch((error: unknown) => {
      throw error instanceof OnlyInQueueError ? error.cause : error;
    });
}
