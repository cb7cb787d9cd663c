import type { LocalStack } from '../../local/stack/local-stack.ts';
import type { Random } from '../support/random.ts';

export interface Kill {
  /** Milliseconds since the epoch. */
  at: number;
  pid: number;
  /** The function's name on the stack: migrate, reconcile. */
  functionName: string;
}

/** Ends function processes with SIGKILL, and remembers when. */
export class Kills {
  readonly done: Kill[] = [];
  readonly #functions: LocalStack['functions'];
  readonly #random: Random;

  constructor(functions: LocalStack['functions'], random: Random) {
    this.#functions = functions;
    this.#random = random;
  }

  /** One that is at work if there is one, for a frozen one has nothing to lose. */
  killOne(): void {
    const processes = [...this.#functions].flatMap(([functionName, lambda]) =>
      VICTIMS.has(functionName) ? lambda.processes().map((running) => ({ functionName, ...running })) : [],
    );
    const busy = processes.filter(({ state }) => state === 'busy');
    const candidates = busy.length > 0 ? busy : processes;
    if (candidates.length === 0) return;
    const { pid, functionName } = this.#random.pick(candidates);
    if (kill(pid)) this.done.push({ at: Date.now(), pid, functionName });
  }
}

/** The operators' own functions are invoked by this test, which would have to try again. */
const VICTIMS = new Set(['migrate', 'reconcile', 'dispatch']);

/** False if it was gone already. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
