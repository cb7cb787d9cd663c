import * as v from 'valibot';
import { CONNECTION_ID } from '../contract/ids.ts';
import { DRAIN_ID } from '../drain/plan/fields.ts';
import type { ApproveCommand, DrainCommand } from '../drain/run/command.ts';
import { type Declined, id, person, type Read, read } from './commands.ts';

/** Characters: an item of the ledger has 400 KB, of which a packed plan may take the most. */
const LONGEST_PLAN = 480_000;
/** As many lines as a plan has. */
const MOST_LINES = 1_000;
/** More than a drain can have: each line's, and a few. */
const MOST_STOPS = 1_100;

const drainId = id(DRAIN_ID, 'the id of a drain');
const connectionId = id(CONNECTION_ID, 'the line');
const digest = id(
  { pattern: /^sha256:[0-9a-f]{64}$/, what: 'sha256: and 64 hexadecimal digits' },
  'the digest of a plan',
);

/** From a shell it comes as a text. */
function count(what: string) {
  const message = `must be ${what}: a whole number from 1`;
  return v.pipe(
    v.union(
      [v.number(message), v.pipe(v.string(message), v.regex(/^\d{1,6}$/, message), v.transform(Number))],
      message,
    ),
    v.integer(message),
    v.minValue(1, message),
    v.maxValue(999_999, message),
  );
}

const NO_PLAN = `must be a plan, compressed with gzip and in Base64, of at most ${LONGEST_PLAN} characters`;
const plan = v.pipe(v.string(NO_PLAN), v.maxLength(LONGEST_PLAN, NO_PLAN), v.base64(NO_PLAN));

const NO_STOPS = `must be a list of the ids of stops, at most ${MOST_STOPS}`;
const stops = v.pipe(
  v.array(v.pipe(v.string(NO_STOPS), v.regex(/^[A-Za-z0-9:._-]{1,128}$/, NO_STOPS)), NO_STOPS),
  v.minLength(1, NO_STOPS),
  v.maxLength(MOST_STOPS, NO_STOPS),
);

const NO_WAIVERS = 'must be a list of notice, approval, or both';
const waivers = v.pipe(
  v.array(v.picklist(['notice', 'approval'], NO_WAIVERS), NO_WAIVERS),
  v.minLength(1, NO_WAIVERS),
  v.maxLength(2, NO_WAIVERS),
);

const NO_LINES = `must be unhealthy, all, or a list of at most ${MOST_LINES} lines`;
const lines = v.union(
  [
    v.picklist(['unhealthy', 'all']),
    v.pipe(v.array(v.pipe(v.string(), v.regex(CONNECTION_ID.pattern))), v.minLength(1), v.maxLength(MOST_LINES)),
  ],
  NO_LINES,
);

const ofDrain = <const Action extends DrainCommand['action'], const Fields extends v.ObjectEntries>(
  action: Action,
  fields: Fields,
) => v.strictObject({ action: v.literal(action), drainId, ...fields, ...person });

const WHO = { by: '…', why: '…' };
const DRAIN = { drainId: 'fra-2026-12', ...WHO };
const A_DIGEST = { digest: 'sha256:…' };

/** Every command of `drain`: what it takes, and an example. Who may invoke the function gives them (`operatorRoles`). */
export const DRAIN_COMMANDS = {
  status: { schema: v.strictObject({ action: v.literal('status'), drainId }), example: { drainId: 'fra-2026-12' } },
  submit: { schema: v.strictObject({ action: v.literal('submit'), plan, ...person }), example: { plan: '…', ...WHO } },
  announce: { schema: ofDrain('announce', { digest }), example: { ...DRAIN, ...A_DIGEST } },
  rehearse: { schema: ofDrain('rehearse', {}), example: DRAIN },
  start: { schema: ofDrain('start', { digest, waive: v.exactOptional(waivers) }), example: { ...DRAIN, ...A_DIGEST } },
  stop: { schema: ofDrain('stop', {}), example: DRAIN },
  resume: { schema: ofDrain('resume', { stops }), example: { ...DRAIN, stops: ['line:dxcon-fh3m8v2p'] } },
  promote: {
    schema: ofDrain('promote', { rev: count('the revision of the plan'), wave: count('the wave that is done') }),
    example: { ...DRAIN, rev: '1', wave: '1' },
  },
  setAside: { schema: ofDrain('setAside', { connectionId }), example: { ...DRAIN, connectionId: 'dxcon-fh3m8v2p' } },
  retry: { schema: ofDrain('retry', { connectionId }), example: { ...DRAIN, connectionId: 'dxcon-fh3m8v2p' } },
  rollback: {
    schema: ofDrain('rollback', { lines, wave: v.exactOptional(count('a wave, of which alone lines go back')) }),
    example: { ...DRAIN, lines: 'unhealthy' },
  },
  complete: { schema: ofDrain('complete', {}), example: DRAIN },
  abort: { schema: ofDrain('abort', {}), example: DRAIN },
  take: { schema: ofDrain('take', {}), example: DRAIN },
} as const satisfies Record<DrainCommand['action'], { schema: v.GenericSchema; example: Declined['example'] }>;

/** The one command of `approve`, which other roles may invoke (`approverRoles`). */
const APPROVE = v.strictObject({
  action: v.literal('approve', 'must be approve'),
  ...{ drainId, rev: count('the revision of the plan'), digest },
  ...person,
});

type Action = keyof typeof DRAIN_COMMANDS;

/** The command that an event is, or what is wrong with it. */
export function readDrainCommand(event: unknown): Read<DrainCommand> {
  const action = actionOf(event);
  if (action === undefined) return { declined: whichAction(event) };
  const { schema, example } = DRAIN_COMMANDS[action];
  return read<v.GenericSchema<unknown, DrainCommand>>(
    schema,
    event,
    { action, ...example },
    Object.keys(schema.entries),
  );
}

export function readApproval(event: unknown): Read<ApproveCommand> {
  return read(APPROVE, event, { action: 'approve', drainId: DRAIN.drainId, rev: '1', ...A_DIGEST, ...WHO });
}

function actionOf(event: unknown): Action | undefined {
  const action = typeof event === 'object' && event !== null && 'action' in event ? event.action : undefined;
  return typeof action === 'string' && Object.hasOwn(DRAIN_COMMANDS, action) ? (action as Action) : undefined;
}

function whichAction(event: unknown): Declined {
  const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
  const actions = Object.keys(DRAIN_COMMANDS).join(', ');
  const wrong = isObject && 'action' in event ? `action must be one of ${actions}` : 'action is missing';
  const why = isObject ? wrong : 'a command is an object with an action';
  return { result: 'declined', why, example: { action: 'stop', ...DRAIN } };
}
