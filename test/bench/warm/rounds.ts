import { type Calls, mapCalls } from '../bed/calls.ts';
import type { HandlerProcess } from '../handler/handler-process.ts';
import type { Subject } from '../handler/subject.ts';

/** A handler that has been loaded, and moves lines. */
export interface Runner {
  subject: Subject;
  process: HandlerProcess;
}

/** What the messages of one handler took. */
export interface Taken {
  /** Of each round, milliseconds of processor time a message. */
  cpuMs: number[];
  /** For a message, on average of all rounds. */
  calls: Calls;
  /** How fast they came, in messages a second: the more, the more of them a listing serves. */
  rate: number;
}

export interface RoundsOptions {
  /** Messages in each delivery. */
  batch: number;
  /** Deliveries to each handler beforehand, which do not count. */
  warmUp: number;
  rounds: number;
  /** How long a round takes at least, in milliseconds. */
  roundMs: number;
  say: (what: string) => void;
  interruption: AbortSignal;
}

/** Sends to all handlers in turn, a delivery each, so that whatever else this machine does meanwhile meets all of them. */
export async function measureRounds(runners: readonly Runner[], options: RoundsOptions): Promise<Taken[]> {
  const { warmUp, rounds, roundMs, say } = options;
  for (let turn = 0; turn < warmUp; turn++) {
    say(`warming up, ${turn + 1} of ${warmUp}`);
    await takeTurn(runners, turn, options);
  }
  const startedAtMs = Date.now();
  const tallies = runners.map(() => ({ cpuMs: [] as number[], calls: mapCalls(() => 0), messages: 0 }));
  for (let round = 1; round <= rounds; round++) {
    const end = Date.now() + roundMs;
    const inRound = runners.map(() => ({ cpuMs: 0, messages: 0 }));
    for (let turn = 0; turn === 0 || Date.now() < end; turn++) {
      say(`round ${round} of ${rounds}`);
      for (const [index, { cpuMs, calls }] of await takeTurn(runners, turn, options)) {
        const [sums, tally] = [inRound[index], tallies[index]];
        if (!sums || !tally) continue;
        sums.cpuMs += cpuMs;
        sums.messages += options.batch;
        tally.messages += options.batch;
        tally.calls = mapCalls((kind) => tally.calls[kind] + calls[kind]);
      }
    }
    for (const [index, { cpuMs, messages }] of inRound.entries()) tallies[index]?.cpuMs.push(cpuMs / messages);
  }
  const seconds = (Date.now() - startedAtMs) / 1000;
  return tallies.map(({ cpuMs, calls, messages }) => {
    return { cpuMs, calls: mapCalls((kind) => calls[kind] / messages), rate: messages / seconds };
  });
}

/** One delivery to each handler; another one is the first each time. @returns what each took, by its place among them */
async function takeTurn(runners: readonly Runner[], turn: number, { batch, interruption }: RoundsOptions) {
  const order = [...runners.entries()].map((_, place, all) => all[(place + turn) % all.length]);
  const taken: [number, Awaited<ReturnType<Subject['move']>>][] = [];
  for (const [index, { subject, process }] of order.filter((entry) => entry !== undefined)) {
    interruption.throwIfAborted();
    taken.push([index, await subject.move(process, batch)]);
  }
  return taken;
}
