import { describing } from '../../aws/direct-connect.ts';
import type { RequestItem } from '../../migration/model/request-item.ts';
import type { Listing } from '../../migration/ports/direct-connect.ts';
import { explain } from '../context/aws-errors.ts';
import type { Context } from '../context/context.ts';
import { type Timing, timingOf } from '../context/timing.ts';

/** Something, or in words why it could not be found out. */
export type OrProblem<Known> = Known | { problem: string };

/** What a decision on a held request rests on. */
export interface Evidence {
  item: RequestItem;
  /** Everything on the parent that the line was on before the call, and on the target. */
  source: OrProblem<Listing>;
  target: OrProblem<Listing>;
  timing: OrProblem<Timing>;
}

/** Where the line was just before the call, or should have been. */
export function sourceOf({ attempt, request }: RequestItem): string {
  return attempt?.previousParent ?? request.expectedParentConnectionId;
}

/** Reads both lists to their ends. What cannot be read is part of the evidence, and ends nothing. */
export async function gather(item: RequestItem, context: Context): Promise<Evidence> {
  const directConnect = describing(context.aws.directConnect, context.clock);
  const list = (parent: string) => orProblem(directConnect.listHosted(parent));
  const [source, target, timing] = await Promise.all([
    list(sourceOf(item)),
    list(item.request.parentConnectionId),
    orProblem(timingOf(context)),
  ]);
  return { item, source, target, timing };
}

async function orProblem<Known>(finding: Promise<Known>): Promise<OrProblem<Known>> {
  try {
    return await finding;
  } catch (error) {
    // The core's own words say that it cannot be asked; why is behind them.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { problem: (await explain(cause)).message };
  }
}
