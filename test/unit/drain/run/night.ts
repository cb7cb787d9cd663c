import type { EventData } from '../../../../src/contract/event-schema.ts';
import type { Verdict } from '../../../../src/contract/operations/names.ts';
import type { ReasonCode } from '../../../../src/contract/reason.ts';
import type { MigrationRequest } from '../../../../src/contract/request-schema.ts';
import { releases } from '../../../../src/drain/run/releases.ts';
import { DRAINS_TENANT } from '../../../../src/migration/model/drains-tenant.ts';
import { isDecided, type Verification } from '../../../../src/migration/verification/verification.ts';
import type { StoredItem } from '../../../support/stored-item.ts';
import { Driven, type DrivePorts, type Given, MINUTE, SECOND } from './driven.ts';
import { NightAuditor } from './night-auditor.ts';

/** What the core makes of a call, and of looking at the line afterwards. */
export type Fate = 'moved' | 'held' | ReasonCode | Extract<Verdict, 'UNHEALTHY' | 'UNKNOWN' | 'GONE'>;

const VERDICTS: readonly Fate[] = ['UNHEALTHY', 'UNKNOWN', 'GONE'];

/** Port calls that lose something, by chance or by their number. */
export type Fault = 'before' | 'after' | 'lostAnswer';

export class Died extends Error {}

/** A night with a core that asks drains as the real one does, moves lines, and verifies them; an auditor watches. */
export class Night extends Driven {
  readonly places = new Map<string, string>();
  readonly queue: MigrationRequest[] = [];
  readonly auditor = new NightAuditor(this);
  readonly counts = { calls: 0, moves: 0, died: 0, lost: 0, rollbacks: 0, resumes: 0 };
  fateOf: (connectionId: string) => Fate = () => 'moved';
  faultAt: (port: string) => Fault | undefined = () => undefined;
  /** Lets others go first. */
  pause: () => Promise<void> = async () => undefined;
  readonly #fates = new Map<string, Fate>();

  constructor(given: Given = {}) {
    super(given);
    for (const { connectionId, parentConnectionId } of this.inventory.lines)
      this.places.set(connectionId, parentConnectionId);
    this.readInventory = async () => ({
      ...this.inventory,
      readAtMs: this.now,
      guards: this.ledger.guards,
      lines: this.inventory.lines.flatMap((line) => {
        const parentConnectionId = this.places.get(line.connectionId);
        return parentConnectionId === undefined ? [] : [{ ...line, parentConnectionId }];
      }),
    });
  }

  override ports(): DrivePorts {
    const ports = super.ports();
    const send: DrivePorts['send'] = async (message) => void this.queue.push(message);
    return {
      ...ports,
      ledger: this.#faulty('ledger', ports.ledger as never) as never,
      bus: this.#faulty('bus', ports.bus as never) as never,
      ...(this.#faulty('drain', {
        send,
        sendTick: ports.sendTick,
        readInventory: ports.readInventory,
      } as never) as object),
    };
  }

  #faulty(name: string, port: Record<string, (...given: unknown[]) => Promise<unknown>>): object {
    const wrapped = Object.entries(port)
      .filter(([, call]) => typeof call === 'function')
      .map(([method, call]) => [
        method,
        async (...given: unknown[]) => {
          await this.pause();
          const fault = this.faultAt(`${name}.${method}`);
          if (fault === 'before') throw new Died(`before ${method}`);
          const answer = await call(...given);
          if (fault === 'after') throw new Died(`after ${method}`);
          return fault === 'lostAnswer' && answer === true ? false : answer;
        },
      ]);
    return Object.fromEntries(wrapped);
  }

  /** Takes messages in, calls for what drains have released, and looks at what was moved. */
  async work(): Promise<void> {
    for (const message of this.queue.splice(0)) this.#claim(message);
    for (const item of [...this.ledger.requests.values()]) if (item.state === 'RECEIVED') await this.#callFor(item);
    for (const [key, stored] of this.ledger.verifications) {
      const { connectionId } = stored.verification;
      if (!isDecided(stored.verification))
        this.ledger.verifications.set(key, {
          ...stored,
          verification: this.#lookedAt(stored.verification, this.#fates.get(connectionId)),
        });
    }
  }

  #claim(message: MigrationRequest): void {
    const key = `${DRAINS_TENANT}#${message.requestId}`;
    const known = this.ledger.requests.get(key);
    if (known && JSON.stringify(known.request) !== JSON.stringify(message))
      this.auditor.violations.push(`D12: ${message.requestId} was sent with other content`);
    if (known) return;
    const item = { tenant: DRAINS_TENANT, request: message, state: 'RECEIVED', attempts: 0, fence: 0, history: [] };
    this.ledger.requests.set(key, item as unknown as StoredItem);
  }

  async #callFor(item: StoredItem): Promise<void> {
    const { request } = item;
    const control = await this.ledger.readControl();
    const release = await releases({ drains: this.drains, plans: this.plans, settings: this.settings }).releaseOf(
      request,
      control,
    );
    if (release.kind === 'notReleased') return this.#end(item, 'NOT_PERMITTED');
    if (release.kind === 'ended' || this.now > Date.parse(request.notAfter ?? '')) return this.#end(item, 'EXPIRED');
    if (control.paused || release.kind === 'stopped') return;
    this.#call(item);
  }

  #call(item: StoredItem): void {
    const { requestId, connectionId, expectedParentConnectionId: from, parentConnectionId: to } = item.request;
    this.auditor.call(item.request);
    this.counts.calls++;
    const fate = this.places.get(connectionId) === from ? this.fateOf(connectionId) : 'UNEXPECTED_PARENT';
    this.#fates.set(connectionId, fate);
    if (fate === 'held') Object.assign(item, { state: 'HELD', attempts: 1, event: { detail: '{"data":{}}' } });
    else if (fate !== 'moved' && !VERDICTS.includes(fate)) this.#end(item, fate as ReasonCode);
    else {
      this.moved(item);
      this.auditor.calls.push({ requestId, connectionId, from, to });
    }
  }

  /** Its effect shows. */
  moved(item: StoredItem): void {
    const {
      requestId,
      connectionId,
      expectedParentConnectionId: source,
      parentConnectionId: target,
      requestedAt,
    } = item.request;
    this.counts.moves++;
    this.places.set(connectionId, target);
    const last = this.ledger.connections.get(connectionId)?.lastMovedBy;
    if (last) this.#overtake(`${last.tenant}#${last.requestId}`);
    const key = { tenant: DRAINS_TENANT, requestId };
    this.ledger.connections.set(connectionId, { lastOrderKey: requestedAt, lastMovedBy: key, lastFrom: source });
    this.#outcome(item, 'MIGRATED', { disposition: 'moved' });
    const verification: Verification = {
      connectionId,
      source,
      target,
      movedAtMs: this.now,
      looks: 0,
      goodLooks: 0,
      failings: [],
    };
    this.ledger.verifications.set(`${DRAINS_TENANT}#${requestId}`, { key, verification, version: 1 });
  }

  #overtake(key: string): void {
    const stored = this.ledger.verifications.get(key);
    if (stored && !isDecided(stored.verification))
      this.ledger.verifications.set(key, { ...stored, verification: { ...stored.verification, verdict: 'OVERTAKEN' } });
  }

  #end(item: StoredItem, code: ReasonCode): void {
    if (code === 'NOT_PERMITTED')
      this.auditor.violations.push(`D8: ${item.request.requestId} was sent, and not released`);
    this.#outcome(item, 'REJECTED', { reason: { code, message: code, awsError: null } });
  }

  resolve(item: StoredItem): void {
    this.#outcome(item, 'FAILED', { reason: { code: 'RESOLVED_NOT_MOVED', message: '', awsError: null } });
  }

  #outcome(item: StoredItem, state: StoredItem['state'], data: Partial<EventData>): void {
    Object.assign(item, {
      state,
      ended: { atMs: this.now, parent: null },
      event: { detail: JSON.stringify({ data }) },
    });
  }

  #lookedAt(verification: Verification, fate: Fate | undefined): Verification {
    const age = this.now - verification.movedAtMs;
    if (age < MINUTE) return verification;
    const isBad = fate === 'UNHEALTHY' || fate === 'UNKNOWN' || fate === 'GONE';
    if (isBad && verification.verdict === undefined) return { ...verification, verdict: fate, failings: ['STATE'] };
    if (!isBad && verification.firstGoodAtMs === undefined)
      return { ...verification, firstGoodAtMs: this.now, goodLooks: 1 };
    return !isBad && this.now - (verification.firstGoodAtMs ?? this.now) >= 5 * MINUTE
      ? { ...verification, verdict: 'HEALTHY' }
      : verification;
  }

  /** Those that are not well become so. */
  heal(): void {
    for (const [id, fate] of this.#fates) if (fate === 'UNHEALTHY' || fate === 'UNKNOWN') this.#fates.set(id, 'moved');
  }

  audit(): string[] {
    return this.auditor.atEnd();
  }

  /** So many seconds later. */
  later(seconds: number): void {
    this.now += seconds * SECOND;
  }
}
