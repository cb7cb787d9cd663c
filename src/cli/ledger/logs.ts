import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../context/context.ts';

/** Functions that log of requests. */
const FUNCTIONS = ['migrate', 'reconcile', 'dispatch', 'resolve'] as const;

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
  { aws, stage }: Pick<Context, 'aws' | 'stage'>,
  wanted: readonly Readonly<Record<string, string>>[],
  sinceMs: number,
): Promise<Logged[]> {
  const pattern = `{ ${wanted.map(termsOf).join(' || ')} }`;
  const pages = FUNCTIONS.map(async (part) => {
    const lines: Logged[] = [];
    let next: string | undefined;
    do {
      const { events = [], nextToken } = await aws.logs.send(
        new FilterLogEventsCommand({
          ...{ logGroupName: stage.logGroup(part), filterPattern: pattern, startTime: sinceMs },
          ...(next ? { nextToken: next } : {}),
        }),
      );
      for (const { timestamp = 0, message = '' } of events) {
        const members = membersOf(message);
        // In a pattern * stands for anything.
        if (members && wanted.some((all) => Object.entries(all).every(([name, text]) => members[name] === text)))
          lines.push({ atMs: timestamp, function: part, members });
      }
      next = nextToken;
    } while (next);
    return lines;
  });
  return (await Promise.all(pages)).flat().toSorted((a, b) => a.atMs - b.atMs);
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
