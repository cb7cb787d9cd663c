import type { Ablation } from './ablation.ts';
import { DELIVERY_ABLATIONS } from './delivery-ablations.ts';
import { DISPATCH_ABLATIONS } from './dispatch-ablations.ts';
import { GROUP_ABLATIONS } from './group-ablations.ts';
import { GUARD_ABLATIONS } from './guard-ablations.ts';
import { LEDGER_ABLATIONS } from './ledger-ablations.ts';
import { NOTICE_ABLATIONS } from './notice-ablations.ts';
import { PORT_ABLATIONS } from './port-ablations.ts';
import { VERIFICATION_ABLATIONS } from './verification-ablations.ts';
import { WAITS_FOR_ABLATIONS } from './waits-for-ablations.ts';

/** Some guards are needed in one kind of weather only. */
const WEATHER: Record<string, Ablation['weather']> = {
  'the skew at the effect timeout': { rates: { lostWithLateEffect: 0.5 }, extremes: 0.8, clockOffset: 0.5 },
  'what a call that was throttled may have done': { rates: { throttledAfterEffect: 0.3 } },
  'a refusal after an earlier call is checked': { rates: { throttledAfterEffect: 0.3 }, lagging: 1 },
  'a request that has called is not replaced before an observation': { rates: { throttledAfterEffect: 0.3 } },
  'the deadline of a call counted from its intent': { rates: { slow: 0.15, slowAnswer: 0.15 } },
  'the window once more after the intent': { rates: { slow: 0.15, slowAnswer: 0.15 } },
  'a lock that was given up is void at the intent (W3)': {
    rates: { deliveredTwice: 0.8, slow: 0.12, slowAnswer: 0.05, stale: 0.2 },
    ...{ lagging: 1, extremes: 0.3 },
  },
  'a request that has called keeps its lock': {
    rates: { deliveredTwice: 0.8, slow: 0.12, slowAnswer: 0.05, stale: 0.2 },
    ...{ lagging: 1, extremes: 0.3 },
  },
  'answers under the attempt id only': { rates: { throttled: 0.4, echoed: 0.3 } },
  'HELD only once an attempt (W4)': { rates: { lostWithoutEffect: 0.7, slow: 0.1 } },
  'the staleness bound counted from the outcome, not from the call': { rates: { lostWithLateEffect: 0.5 }, lagging: 1 },
  'observations that contradict the ledger wait': { rates: { lostWithLateEffect: 0.3 }, lagging: 1 },
  'outcomes that do not overwrite a call (W4)': { rates: { deliveredTwice: 0.5, frozen: 0.04 }, lagging: 1 },
  'the owner that the ledger knows': { rates: { lostWithLateEffect: 0.3 }, lagging: 1, extremes: 0.8 },
  'forgetting a rejection that is not confirmed': {
    rates: { notRead: 0.15, notWritten: 0.1 },
    lagging: 1,
    extremes: 0.8,
  },
  'calls wait in a freeze': { guards: 1 },
  'calls wait for a closed parent': { guards: 1 },
  'nothing is moved onto a cordoned parent': { guards: 1 },
  'the event of a release is stored with it': { releases: 1 },
  'the event of a cordon is stored with it': { guards: 1 },
  'the event of a cordon stays until the bus has it': { guards: 1 },
  'the event of a cordon under the condition of what was told': { guards: 1, rates: { late: 0.1, echoed: 0.1 } },
  'the control item once more after the intent': { rates: { slow: 0.1, slowAnswer: 0.1 }, guards: 1 },
  'no call while the control item cannot be read': {
    rates: { notRead: 0.3, slow: 0.1, slowAnswer: 0.1 },
    guards: 1,
  },
  'a reading that holds for two seconds': { rates: { slow: 0.15, slowAnswer: 0.15 }, guards: 1 },
  'a way back only from where a line is not well': { guards: 1 },
  'a parent that closes by itself': { rates: { lostWithoutEffect: 0.8 }, lagging: 0 },
  'turns between tenants': { contests: 1 },
  'the nearest end first': { contests: 1 },
  'deaths one at a time': { contests: 1 },
  'the wait before a call is observed': { rates: { lostWithoutEffect: 0.4 }, lagging: 1 },
};

/** All guards that can be taken away from outside. */
export const ABLATIONS: readonly Ablation[] = [
  ...Object.entries({ ...LEDGER_ABLATIONS, ...WAITS_FOR_ABLATIONS }).map(([name, ledger]) => ({
    name,
    ledger,
    ...weatherFor(name),
  })),
  ...Object.entries({ ...DELIVERY_ABLATIONS, ...DISPATCH_ABLATIONS, ...GUARD_ABLATIONS, ...GROUP_ABLATIONS }).map(
    ([name, ablation]) => ({
      name,
      ...ablation,
      ...weatherFor(name),
    }),
  ),
  ...Object.entries({ ...PORT_ABLATIONS, ...VERIFICATION_ABLATIONS, ...NOTICE_ABLATIONS }).map(([name, ports]) => ({
    name,
    ports,
    ...weatherFor(name),
  })),
];

function weatherFor(name: string): Pick<Ablation, 'weather'> {
  const weather = WEATHER[name];
  return weather ? { weather } : {};
}
