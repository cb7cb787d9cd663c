import { CORDONED } from '../../src/contract/operations/names.ts';
import type { Ports } from '../../src/migration/ports/ports.ts';

/** Guards of the events about what operators do, each with ports that lack it. */
export const NOTICE_ABLATIONS: Record<string, (ports: Ports) => Ports> = {
  'the event of a cordon is stored with it': withoutNotices,
  'the event of a cordon stays until the bus has it': withNoticesTakenOutFirst,
  'the event of a cordon under the condition of what was told': withNoticesOverwritten,
  'the event of a release is stored with it': withoutReleaseNotices,
};

function withoutNotices(ports: Ports): Ports {
  const { ledger } = ports;
  const setGuards: typeof ledger.setGuards = (kind, read, guards, change) =>
    ledger.setGuards(kind, read, guards, change);
  return { ...ports, ledger: { ...ledger, setGuards } };
}

/** Whatever the bus says, it counts as told. */
function withNoticesTakenOutFirst(ports: Ports): Ports {
  const { bus } = ports;
  const publish: typeof bus.publish = (event) =>
    event.detailType === CORDONED ? bus.publish(event).catch(() => undefined) : bus.publish(event);
  return { ...ports, bus: { publish } };
}

/** What others have stored since it was read is lost. */
function withNoticesOverwritten(ports: Ports): Ports {
  const { ledger } = ports;
  const setNotices: typeof ledger.setNotices = async (_read, next) => {
    const { notices } = await ledger.readControl();
    return notices !== undefined && ledger.setNotices(notices, next);
  };
  const setGuards: typeof ledger.setGuards = async (kind, read, guards, change, notices) => {
    const known = (await ledger.readControl()).notices;
    return ledger.setGuards(kind, read, guards, change, notices && { ...notices, read: known });
  };
  return { ...ports, ledger: { ...ledger, setNotices, setGuards } };
}

function withoutReleaseNotices(ports: Ports): Ports {
  const { ledger } = ports;
  const setGroup: typeof ledger.setGroup = (ownerAccount, read, { notices: _, ...group }, dueAtMs) =>
    ledger.setGroup(ownerAccount, read, group, dueAtMs);
  return { ...ports, ledger: { ...ledger, setGroup } };
}
