import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../context/context.ts';

/** Functions that log of requests. */
const FUNCTIONS = ['migrate', 'reconcile', 'dispatch', 'resolve'] as const;

/** A search of a busy day takes minutes. */
const PAGES_BETWEEN_NOTES = 25;

/** One line that a function has logged. */
export interface Logged {
  /** Milliseconds since the epoch. */
  atMs: number;
  function: (typeof FUNCTIONS)[number];
  /** What it says of whom; texts of others among it. */
  members: Readonly<Record<string, unknown>>;
}

/**
 * Every line of the functions since then in which one of these members is this text, all pages, oldest first.
 *
 * @param wanted alternatives; in each, all members must be so. Texts have no quotes and no backslashes
 */
export async function findLogged(
  context: Pick<Context, 'aws' | 'stage' | 'out'>,
  wanted: readonly Readonly<Record<string, string>>[],
  sinceMs: number,
): Promise<Logged[]> {
  const filterPattern = `{ ${wanted.map(termsOf).join(' || ')} }`;
  // In a pattern * stands for anything.
  const isMeant = ({ members }: Logged) =>
    wanted.some((all) => Object.entries(all).every(([name, text]) => members[name] === text));
  let pages = 0;
  const notePage = () => {
    pages += 1;
    if (pages % PAGES_BETWEEN_NOTES === 0) context.out.note(`… ${pages} pages of the logs were searched`);
  };
  const found = FUNCTIONS.map((part) => search(context, part, { filterPattern, startTime: sinceMs }, notePage));
  return (await Promise.all(found))
    .flat()
    .filter(isMeant)
    .toSorted((a, b) => a.atMs - b.atMs);
}

async function search(
  { aws, stage }: Pick<Context, 'aws' | 'stage'>,
  part: Logged['function'],
  pattern: { filterPattern: string; startTime: number },
  notePage: () => void,
): Promise<Logged[]> {
  const lines: Logged[] = [];
  let next: string | undefined;
  do {
    const { events = [], nextToken } = await aws.logs.send(
      new FilterLogEventsCommand({
        ...{ logGroupName: stage.logGroup(part), ...pattern },
        ...(next ? { nextToken: next } : {}),
      }),
    );
    for (const { timestamp = 0, message = '' } of events) {
      const members = membersOf(message);
      if (members) lines.push({ atMs: timestamp, function: part, members });
    }
    next = nextToken;
    notePage();
  } while (next);
  return lines;
}

function termsOf(all: Readonly<Record<string, string>>): string {
  return Object.entries(all)
    .map(([name, text]) => `$.${name} = "${text}"`)
    .join(' && ');
}

function membersOf(message: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(message);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
