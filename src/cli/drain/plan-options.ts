import { CONNECTION_ID, type IdRule, PARENT_ID } from '../../contract/ids.ts';
import type { PlanRequest } from '../../drain/plan/plan-request.ts';
import { DEFAULT_NOTICE_SECONDS } from '../../drain/plan/plan-request.ts';
import { UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { settingMs, staleMs } from '../context/stage-settings.ts';
import { when } from '../context/when.ts';

/** What commander gives of `dxm drain plan`. */
export interface PlanOptions {
  to: string[];
  id?: string;
  ticket?: string;
  windowFrom?: string;
  windowTo?: string;
  notice?: string;
  groups?: string;
  tenants?: string;
  pin?: string[];
  lastLeg?: string[];
  by: string;
  maxMoving?: string;
  maxSoaking?: string;
  capacityFactor?: string;
  spareLink?: boolean;
  otherLocations?: boolean;
  redundancy?: 'owner' | 'named';
  stale?: string;
  leftoversOf?: string;
  output?: string;
  force?: boolean;
}

const HOUR = 3_600_000;

/** Of a window of which only the beginning is named, or nothing. */
const WINDOW_MS = 8 * HOUR;

/** What is wanted of the plan, but for what files say. @throws UsageError that says which option is wrong */
export function toPlanRequest({ stage, clock }: Context, source: string, options: PlanOptions): PlanRequest {
  const now = clock();
  const noticeSeconds = options.notice === undefined ? DEFAULT_NOTICE_SECONDS : whileOf(options.notice) / 1_000;
  const window = windowOf(options, now, noticeSeconds);
  return {
    drainId: options.id ?? `${source}-${new Date(window.fromMs).toISOString().slice(0, 10)}`,
    source: checked(source, PARENT_ID, 'SOURCE'),
    targets: targetsOf(options.to),
    ...{ window, noticeSeconds },
    ...(options.ticket === undefined ? {} : { ticket: options.ticket }),
    pins: Object.fromEntries((options.pin ?? []).map(toPin)),
    lastLegs: (options.lastLeg ?? []).map((leg) => toLastLeg(leg, options.by)),
    rules: {
      ...(options.capacityFactor === undefined
        ? {}
        : { capacityFactor: numberOf(options.capacityFactor, '--capacity-factor') }),
      ...(options.spareLink ? { spareLinks: 1 } : {}),
      ...(options.otherLocations ? { otherLocations: true } : {}),
      ...(options.redundancy ? { redundancy: options.redundancy } : {}),
    },
    limits: {
      ...(options.maxMoving === undefined ? {} : { maxMoving: numberOf(options.maxMoving, '--max-moving') }),
      ...(options.maxSoaking === undefined ? {} : { maxSoaking: numberOf(options.maxSoaking, '--max-soaking') }),
    },
    timing: {
      staleSeconds: staleMs(stage, options.stale) / 1_000,
      clockSkewSeconds: settingMs(stage, 'clockSkewSeconds') / 1_000,
      soakSeconds: settingMs(stage, 'soakSeconds') / 1_000,
    },
  };
}

/** Without one, the first that the notice leaves time for, from a full hour on. */
function windowOf({ windowFrom, windowTo }: PlanOptions, now: number, noticeSeconds: number): PlanRequest['window'] {
  const first = Math.ceil((now + noticeSeconds * 1_000) / HOUR) * HOUR;
  const fromMs = windowFrom === undefined ? first : when(windowFrom, now, '--window-from');
  // "06:00" is the next one after the beginning, and "8h" so long.
  return { fromMs, toMs: windowTo === undefined ? fromMs + WINDOW_MS : when(windowTo, fromMs, '--window-to') };
}

function targetsOf(given: readonly string[]): string[] {
  const ids = given.flatMap((list) => list.split(',')).map((id) => id.trim());
  return [...new Set(ids.filter((id) => id !== ''))].map((id) => checked(id, PARENT_ID, '--to'));
}

function toPin(pin: string): [string, string] {
  const [line = '', target = ''] = splitOnce(pin);
  const shape = 'dxcon-…=dxlag-…: a line, and where it is to go';
  if (!CONNECTION_ID.pattern.test(line) || !PARENT_ID.pattern.test(target)) {
    throw new UsageError(`${pin} is no pin`, { where: '--pin', todo: `say --pin ${shape}` });
  }
  return [line, target];
}

function toLastLeg(leg: string, by: string): { connectionId: string; by: string; why: string } {
  const [connectionId = '', why = ''] = splitOnce(leg);
  if (why.trim() === '') {
    const todo = 'say --last-leg dxcon-…="why its customer can do without the other line"';
    throw new UsageError('the last line of a group that is well is moved only for a reason', {
      where: '--last-leg',
      todo,
    });
  }
  return { connectionId: checked(connectionId, CONNECTION_ID, '--last-leg'), by, why };
}

function splitOnce(text: string): string[] {
  const at = text.indexOf('=');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function checked(id: string, { pattern, what }: IdRule, where: string): string {
  if (pattern.test(id)) return id;
  throw new UsageError(`${id} is not ${what}`, { where, todo: 'dxm parents lists interconnects and LAGs' });
}

function numberOf(text: string, where: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new UsageError(`${text} is no number`, { where, todo: 'say one, such as 10' });
}

/** How long, in milliseconds. */
function whileOf(text: string): number {
  if (text === '0') return 0;
  if (/^(?:\d+(?:d|h|min|m))+$/.test(text)) return when(text, 0, '--notice');
  throw new UsageError(`${text} is no length of time`, { where: '--notice', todo: 'say 14d, 36h, or 0 for none' });
}
