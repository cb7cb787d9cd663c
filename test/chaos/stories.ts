import type { Random } from '../support/random.ts';
import { FOREIGN_PARENT, type Line, TENANTS, UNKNOWN_SENDER } from './chaos-topology.ts';
import type { PlannedMessage, PlannedRequest } from './planned-message.ts';

/** What a story is about: a connection of a tenant, from a moment on. */
export interface Setting {
  line: Line;
  /** Every connection; a hostile story takes its victims from here. */
  lines: readonly Line[];
  /** Milliseconds after the start of the run. */
  at: number;
  random: Random;
  newId: () => string;
}

type Planned = Omit<PlannedMessage, 'story'>;
type Story = (setting: Setting) => Planned[];

/** What order systems send, and how often one of each comes along. */
export const STORIES: readonly { name: string; weight: number; plan: Story }[] = [
  { name: 'move', weight: 30, plan: move },
  { name: 'chain', weight: 8, plan: chain },
  { name: 'return', weight: 8, plan: returnMove },
  { name: 'resend', weight: 10, plan: resend },
  { name: 'conflict', weight: 4, plan: conflict },
  { name: 'dryRun', weight: 5, plan: dryRun },
  { name: 'window', weight: 6, plan: window },
  { name: 'expired', weight: 3, plan: expired },
  { name: 'withdrawal', weight: 4, plan: withdrawal },
  { name: 'replacement', weight: 4, plan: replacement },
  { name: 'reordered', weight: 4, plan: reordered },
  { name: 'wrong', weight: 5, plan: wrong },
  { name: 'hostile', weight: 7, plan: hostile },
  { name: 'unreadable', weight: 2, plan: unreadable },
];

function move(setting: Setting): Planned[] {
  return [message(setting, nextMove(setting))];
}

/** A→B, B→C, perhaps C→D, queued together. */
function chain(setting: Setting): Planned[] {
  const steps = setting.random.between(2, 3);
  return Array.from({ length: steps }, (_, step) => {
    const later = { ...setting, at: setting.at + 40 * step };
    return message(later, nextMove(later));
  });
}

function returnMove(setting: Setting): Planned[] {
  const home = setting.line.parent;
  const back = { ...setting, at: setting.at + setting.random.between(100, 5_000) };
  return [message(setting, nextMove(setting)), message(back, nextMove(back, home))];
}

/** The same request again, at any time, perhaps in another group, so that two deliveries may run at once. */
function resend(setting: Setting): Planned[] {
  const { random, at } = setting;
  const request = nextMove(setting);
  const again = Array.from({ length: random.between(1, 3) }, () => {
    const group = random.chance(0.5) ? request.connectionId : setting.newId();
    return { ...message(setting, request), at: at + random.between(0, 6_000), group };
  });
  return [message(setting, request), ...again];
}

function conflict(setting: Setting): Planned[] {
  const request = nextMove(setting);
  const other = { ...request, expectedVlan: 4094 };
  return [
    message(setting, request),
    { ...message(setting, other), at: setting.at + setting.random.between(10, 3_000) },
  ];
}

function dryRun(setting: Setting): Planned[] {
  const { line } = setting;
  return [message(setting, { ...nextMove({ ...setting, line: { ...line } }), dryRun: true })];
}

function window(setting: Setting): Planned[] {
  const notBefore = setting.at + setting.random.between(1_000, 5_000);
  return [message(setting, { ...nextMove(setting), notBefore, notAfter: notBefore + 120_000 })];
}

function expired(setting: Setting): Planned[] {
  const request = nextMove({ ...setting, line: { ...setting.line } });
  return [{ ...message(setting, { ...request, notAfter: setting.at - 1 }), only: 'REJECTED EXPIRED' }];
}

/** A request that waits for its window, and a newer one that asks for nothing to happen. */
function withdrawal(setting: Setting): Planned[] {
  const { line, at, random } = setting;
  const first = { ...nextMove({ ...setting, line: { ...line } }), notBefore: at + 6_000 };
  const later = { ...setting, at: at + random.between(500, 4_000) };
  return [message(setting, first), message(later, nextMove(later, line.parent))];
}

function replacement(setting: Setting): Planned[] {
  const { line, at, random } = setting;
  const first = { ...nextMove({ ...setting, line: { ...line } }), notBefore: at + 5_000 };
  const later = { ...setting, at: at + random.between(100, 4_000) };
  return [message(setting, first), message(later, nextMove(later))];
}

/** Given earlier, sent later. */
function reordered(setting: Setting): Planned[] {
  const { at, line, random } = setting;
  const older = { ...nextMove({ ...setting, line: { ...line } }), requestedAtMs: at - 60_000 };
  return [message(setting, nextMove(setting)), { ...message(setting, older), at: at + random.between(50, 3_000) }];
}

function wrong(setting: Setting): Planned[] {
  const { line, random } = setting;
  const request = nextMove({ ...setting, line: { ...line } });
  if (random.chance(0.5)) return [message(setting, { ...request, expectedVlan: line.vlan + 1 })];
  const elsewhere = random.pick(
    line.parents.filter((parent) => parent !== line.parent && parent !== request.parentConnectionId),
  );
  return [message(setting, { ...request, expectedParentConnectionId: elsewhere })];
}

/** Another's connection under another's request id, dated ahead to be the newest; or a parent that is no one's. */
function hostile(setting: Setting): Planned[] {
  const { lines, at, random } = setting;
  const rival = TENANTS[2]?.senders[0] ?? '';
  const victim = random.pick(lines.filter(({ tenant }) => tenant !== 'rival'));
  const request = nextMove({ ...setting, line: { ...victim } });
  const ahead = { ...request, requestedAtMs: at + random.between(0, 200_000) };
  const aim = random.chance(0.8) ? ahead : { ...ahead, parentConnectionId: FOREIGN_PARENT };
  const group = random.chance(0.5) ? victim.id : setting.newId();
  const attack: Planned = { at, sender: rival, group, body: aim, only: 'REJECTED NOT_PERMITTED' };
  if (victim.tenant === undefined || random.chance(0.5)) return [attack];
  // The victim's own request under the same id, at the same time.
  return [
    attack,
    message({ ...setting, line: victim }, { ...nextMove({ ...setting, line: victim }), requestId: request.requestId }),
  ];
}

function unreadable(setting: Setting): Planned[] {
  const request = nextMove({ ...setting, line: { ...setting.line } });
  const [sender, body, only] = setting.random.pick([
    [senderOf(setting.line), 'not JSON', 'REJECTED INVALID_REQUEST'],
    [senderOf(setting.line), '{"schemaVersion":"1","requestId":"half"', 'REJECTED INVALID_REQUEST'],
    [UNKNOWN_SENDER, request, 'REJECTED UNKNOWN_SENDER'],
  ] as const);
  return [{ at: setting.at, sender, group: setting.line.id, body, only }];
}

/** A move of the line from where it will be to another parent, given now; the line's story goes on from there. */
function nextMove({ line, at, random, newId }: Setting, to?: string): PlannedRequest {
  const target = to ?? random.pick(line.parents.filter((parent) => parent !== line.parent));
  const request = {
    requestId: newId(),
    connectionId: line.id,
    expectedParentConnectionId: line.parent,
    parentConnectionId: target,
    requestedAtMs: at,
  };
  line.parent = target;
  return request;
}

function message({ line, at }: Setting, body: PlannedRequest): Planned {
  return { at, sender: senderOf(line), group: line.id, body };
}

function senderOf({ tenant }: Line): string {
  return TENANTS.find(({ name }) => name === tenant)?.senders[0] ?? UNKNOWN_SENDER;
}
