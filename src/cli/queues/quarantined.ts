import { parseRequest } from '../../contract/request.ts';
import { type Letter, upToColon } from './look-through.ts';

/** What a copy says of the message that it was made of (src/aws/quarantine.ts). */
export interface Copy {
  /** Its own id. */
  id: string;
  /** That of the message: `causationId` of the event that was published. */
  messageId: string;
  reason: string;
  /** Whose the sender was when it came; undefined if no one's. */
  tenant: string | undefined;
  sender: string;
  atMs: number;
  body: string;
}

/** Which copies are meant: those of which all of it is so. */
export interface Selection {
  reason?: string;
  sender?: string;
  tenant?: string;
  message?: string;
}

/** Copies that have reason, tenant and sender in common. */
export interface Group extends Pick<Copy, 'reason' | 'tenant' | 'sender'> {
  count: number;
  firstMs: number;
  lastMs: number;
  example: Copy;
}

export function copyOf({ id, body, sentAtMs, attributes }: Letter): Copy {
  const { messageId = '-', reason = '-', tenant, senderId = '-' } = attributes;
  return { id, messageId, reason, tenant, sender: upToColon(senderId), atMs: sentAtMs, body };
}

export function isMeant(copy: Copy, { reason, sender, tenant, message }: Selection): boolean {
  return (
    (reason === undefined || copy.reason === reason) &&
    (sender === undefined || copy.sender === sender) &&
    (tenant === undefined || copy.tenant === tenant) &&
    (message === undefined || copy.id === message)
  );
}

/** Adds a copy to those that it has reason, tenant and sender in common with. */
export function addTo(groups: Map<string, Group>, copy: Copy): void {
  const { reason, tenant, sender, atMs } = copy;
  const key = JSON.stringify([reason, tenant, sender]);
  const group = groups.get(key) ?? { reason, tenant, sender, count: 0, firstMs: atMs, lastMs: atMs, example: copy };
  group.count++;
  group.firstMs = Math.min(group.firstMs, atMs);
  group.lastMs = Math.max(group.lastMs, atMs);
  groups.set(key, group);
}

/** The most first. */
export function inOrder(groups: Map<string, Group>): Group[] {
  return [...groups.values()].toSorted((a, b) => b.count - a.count || a.firstMs - b.firstMs);
}

/** What is wrong with the body, in the words of its answer; undefined for one that is a request. */
export function problemOf({ body, atMs }: Copy): string | undefined {
  const parsed = parseRequest(body, atMs);
  return parsed.ok ? undefined : parsed.problem;
}
