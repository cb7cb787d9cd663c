import type { LocalStack } from '../../local/stack/local-stack.ts';
import type { Random } from '../support/random.ts';

/** The functions whose processes may end: of the times that one of it is picked, the share in which it really does. */
export type Victims = Readonly<Record<string, number>>;

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
  readonly #victims: Victims;
  readonly #random: Random;

  /** @param victims who invokes one of them tries again */
  constructor(functions: LocalStack['functions'], victims: Victims, random: Random) {
    this.#functions = functions;
    this.#victims = victims;
    this.#random = random;
  }

  /** One that is at work if there is one, for a frozen one has nothing to lose. */
  killOne(victims = this.#victims): void {
    const processes = [...this.#functions].flatMap(([functionName, lambda]) =>
      functionName in victims ? lambda.processes().map((running) => ({ functionName, ...running })) : [],
    );
    const busy = processes.filter(({ state }) => state === 'busy');
    const candidates = busy.length > 0 ? busy : processes;
    if (candidates.length === 0) return;
    const { pid, functionName } = this.#random.pick(candidates);
    const share = victims[functionName] ?? 1;
    if (share < 1 && !this.#random.chance(share)) return;
    if (kill(pid)) this.done.push({ at: Date.now(), pid, functionName });
  }
}

/** False if it was gone already. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
