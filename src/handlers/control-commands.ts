import * as v from 'valibot';
import { ACCOUNT_ID, CONNECTION_ID, FREEZE_NAME, LOCATION, PARENT_ID } from '../contract/ids.ts';
import { parseTime } from '../contract/time.ts';
import type { ControlCommand } from '../migration/operators/control.ts';
import { type Declined, id, person, type Read, read } from './commands.ts';

const NO_TIME = 'must be a time such as 2026-12-24T18:00:00Z';

const parent = id(PARENT_ID, 'a parent');
/** Milliseconds since the epoch of it. */
const time = v.pipe(v.string(NO_TIME), v.transform(parseTime), v.number(NO_TIME));

/** From a shell it comes as a text. */
const YES = v.custom<true | 'true'>((value) => value === true || value === 'true', 'must be true, or not be there');

const ofAll = <const Action extends string>(action: Action) => v.strictObject({ action: v.literal(action), ...person });
const ofParent = <const Action extends string>(action: Action) =>
  v.strictObject({ action: v.literal(action), parent, ...person });

const freeze = v.pipe(
  v.strictObject({
    action: v.literal('freeze'),
    name: id(FREEZE_NAME, 'a name for the freeze'),
    from: v.exactOptional(time),
    until: time,
    all: v.exactOptional(YES),
    location: v.exactOptional(id(LOCATION, 'a location')),
    parent: v.exactOptional(parent),
    stopsWayBack: v.exactOptional(YES),
    ...person,
  }),
  v.check(
    ({ all, location, parent: of }) => [all, location, of].filter((one) => one !== undefined).length === 1,
    'it must have exactly one of all, location and parent',
  ),
);

const WHO = { by: '…', why: '…' };
const PARENT = { parent: 'dxcon-fg5678gh', ...WHO };

/**
 * Every command of `control`: what it takes, and an example. Who may invoke the function gives them (`operatorRoles`), and only the
 * function's own role writes what they change; but a parent that closes by itself is closed by who moves lines.
 */
export const CONTROL_COMMANDS = {
  status: { schema: v.strictObject({ action: v.literal('status') }), example: {} },
  pause: { schema: ofAll('pause'), example: WHO },
  resume: { schema: ofAll('resume'), example: WHO },
  freeze: {
    schema: freeze,
    example: { name: 'year-end', from: '2026-12-24T18:00:00Z', until: '2027-01-02T06:00:00Z', all: 'true', ...WHO },
  },
  unfreeze: {
    schema: v.strictObject({ action: v.literal('unfreeze'), name: id(FREEZE_NAME, 'the name of a freeze'), ...person }),
    example: { name: 'year-end', ...WHO },
  },
  cordon: { schema: ofParent('cordon'), example: PARENT },
  uncordon: { schema: ofParent('uncordon'), example: PARENT },
  closeParent: { schema: ofParent('closeParent'), example: PARENT },
  openParent: { schema: ofParent('openParent'), example: PARENT },
  release: {
    schema: v.strictObject({
      action: v.literal('release'),
      ownerAccount: id(ACCOUNT_ID, 'the owner account of the line'),
      connectionId: id(CONNECTION_ID, 'the line'),
      ...person,
    }),
    example: { ownerAccount: '111122223333', connectionId: 'dxcon-fh3m8v2p', ...WHO },
  },
} as const satisfies Record<ControlCommand['action'], { schema: v.GenericSchema; example: object }>;

type Action = keyof typeof CONTROL_COMMANDS;

/** The command that an event is, or what is wrong with it. */
export function readControlCommand(event: unknown): Read<ControlCommand> {
  const action = actionOf(event);
  if (action === undefined) return { declined: whichAction(event) };
  const { schema, example } = CONTROL_COMMANDS[action];
  const known = Object.keys(schema.entries);
  const result = read<v.GenericSchema<unknown, Given>>(schema, event, { action, ...example }, known);
  return 'declined' in result ? result : { command: toCommand(result.command) };
}

type Given = Exclude<ControlCommand, { action: 'freeze' }> | v.InferOutput<typeof freeze>;

/** A freeze of all names nothing that it is of. */
function toCommand(given: Given): ControlCommand {
  if (given.action !== 'freeze') return given;
  const { from, until, all: _all, stopsWayBack, ...rest } = given;
  return {
    ...rest,
    ...(from === undefined ? {} : { fromMs: from }),
    untilMs: until,
    ...(stopsWayBack === undefined ? {} : { stopsWayBack: true }),
  };
}

function actionOf(event: unknown): Action | undefined {
  const action = typeof event === 'object' && event !== null && 'action' in event ? event.action : undefined;
  return typeof action === 'string' && Object.hasOwn(CONTROL_COMMANDS, action) ? (action as Action) : undefined;
}

function whichAction(event: unknown): Declined {
  const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
  const actions = Object.keys(CONTROL_COMMANDS).join(', ');
  const wrong = isObject && 'action' in event ? `action must be one of ${actions}` : 'action is missing';
  const why = isObject ? wrong : 'a command is an object with an action';
  return { result: 'declined', why, example: { action: 'pause', ...WHO } };
}
