import type { WaitsFor } from '../../src/migration/model/waits-for.ts';
import type { Ledger } from '../../src/migration/ports/ports.ts';
import type { MemoryLedger } from '../support/memory-ledger.ts';
import { keyed, over } from './over.ts';

/** What an item says that its request waits for, each time with a ledger that gets one part of it wrong. */
export const WAITS_FOR_ABLATIONS: Record<string, (ledger: MemoryLedger) => Ledger> = {
  'what a request waits for that is parked': (ledger) =>
    over(ledger, {
      park: async (key, read, wait) => {
        const isParked = await ledger.park(key, read, wait);
        if (isParked) delete keyed(ledger, key)?.waitsFor;
        return isParked;
      },
    }),

  'what it waits for now, not at first': (ledger) =>
    over(ledger, {
      park: (key, read, wait) =>
        ledger.park(key, read, { ...wait, waitsFor: keyed(ledger, key)?.waitsFor ?? wait.waitsFor }),
    }),

  'since when it has waited for the same': (ledger) =>
    over(ledger, {
      read: async (key) => {
        const item = await ledger.read(key);
        if (!item) return undefined;
        const { waitsFor, ...rest } = item;
        return rest;
      },
    }),

  'what stops it in the backlog': (ledger) =>
    over(ledger, {
      postpone: (key, dueAtMs, nextDueAtMs, postponements) => ledger.postpone(key, dueAtMs, nextDueAtMs, postponements),
    }),

  'which line of its owner is in its way': (ledger) =>
    over(ledger, {
      park: (key, read, wait) => ledger.park(key, read, { ...wait, waitsFor: withoutLine(wait.waitsFor) }),
      postpone: (key, dueAtMs, nextDueAtMs, postponements, waitsFor) =>
        ledger.postpone(key, dueAtMs, nextDueAtMs, postponements, waitsFor && withoutLine(waitsFor)),
    }),

  'another cause that reconcile finds': (ledger) => over(ledger, { noteWait: async () => true }),

  'that it waits for nothing once it gets on': (ledger) =>
    over(ledger, {
      intend: async (key, ...rest) => {
        const { waitsFor } = keyed(ledger, key) ?? {};
        const isWritten = await ledger.intend(key, ...rest);
        const item = keyed(ledger, key);
        if (isWritten && item && waitsFor) item.waitsFor = waitsFor;
        return isWritten;
      },
    }),
};

function withoutLine({ obstacle, ...rest }: WaitsFor): WaitsFor {
  return rest.cause === 'group' || obstacle === undefined ? rest : { ...rest, obstacle };
}
