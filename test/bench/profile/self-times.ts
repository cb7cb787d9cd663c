/** A .cpuprofile, as far as it is read here: https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-Profile */
export interface CpuProfile {
  nodes: { id: number; callFrame: CallFrame }[];
  /** The node of each sample. */
  samples?: number[];
  /** Microseconds before each sample. */
  timeDeltas?: number[];
}

/** A function; what is not JavaScript has no URL, and a name in brackets. Line and column count from 0. */
export interface CallFrame {
  functionName: string;
  url: string;
  lineNumber: number;
  columnNumber: number;
}

/** Of each function that was met, how long it ran itself, in milliseconds; without the time in which nothing ran. */
export function selfTimes({ nodes, samples = [], timeDeltas = [] }: CpuProfile): { frame: CallFrame; ms: number }[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, { frame: CallFrame; ms: number }>();
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === '(idle)') continue;
    const key = `${frame.url}:${frame.lineNumber}:${frame.columnNumber}:${frame.functionName}`;
    const { ms } = times.get(key) ?? { ms: 0 };
    times.set(key, { frame, ms: ms + (timeDeltas[index] ?? 0) / 1000 });
  }
  return [...times.values()];
}
