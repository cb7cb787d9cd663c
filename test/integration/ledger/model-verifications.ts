import fc from 'fast-check';
import { formatKey } from '../../../src/migration/model/request-item.ts';
import type { Verification } from '../../../src/migration/verification/verification.ts';
import { key, type Operation, operation, stale, time } from './model-operations.ts';
import { PARENTS } from './model-world.ts';

const parent = fc.constantFrom(...PARENTS);

const verification: fc.Arbitrary<Verification> = time.map((at) => ({
  ...{ connectionId: 'dxcon-line1', source: 'dxcon-old', target: 'dxlag-new', movedAtMs: at },
  ...{ looks: at, goodLooks: 0, failings: at % 2 === 0 ? [] : ['STATE'] },
}));

/** Every operation that writes to a verification, or to a parent's item. */
export const verificationOperations: readonly fc.Arbitrary<Operation>[] = [
  operation('beginVerification', fc.tuple(key, verification, time), (_, k, first, due) => (l) => {
    return l.beginVerification(k, first, due);
  }),
  operation(
    'setVerification',
    fc.tuple(key, verification, fc.option(time, { nil: undefined }), stale),
    (read, k, next, due, old) => {
      const { version = 1 } = read.verifications.get(formatKey(k)) ?? {};
      return (l) => l.setVerification(k, old ? version - 1 : version, next, due);
    },
  ),
  operation('claimLook', fc.tuple(parent, time, stale), (read, id, next, old) => {
    const known = old ? next : read.nextLooks.get(id);
    return (l) => l.claimLook(id, known, next);
  }),
];
