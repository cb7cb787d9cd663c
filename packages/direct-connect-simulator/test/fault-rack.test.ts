import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { createFaultRack } from '../src/fault-rack.ts';
import { type Fault, type FaultInput, faultSchema } from '../src/topology/fault-schema.ts';

const fault = (input: FaultInput): Fault => v.parse(faultSchema, input);

const call = (connectionId = 'dxcon-a', parentConnectionId = 'dxlag-a', operation = 'AssociateHostedConnection') => ({
  operation,
  connectionId,
  parentConnectionId,
  lagId: 'dxlag-c',
});

describe('the fault rack', () => {
  it('affects one call by default, then nothing', () => {
    const rack = createFaultRack([fault({ kind: 'throttle' })]);

    expect([rack.take(call())?.id, rack.take(call())]).toEqual([1, undefined]);
  });

  it('lets afterCalls matching calls pass, then affects as many as times says; others do not count', () => {
    const rack = createFaultRack([fault({ kind: 'throttle', connectionId: 'dxcon-a', afterCalls: 1, times: 2 })]);

    const met = ['dxcon-a', 'dxcon-b', 'dxcon-a', 'dxcon-b', 'dxcon-a', 'dxcon-a'].map(
      (id) => rack.take(call(id)) !== undefined,
    );

    expect(met).toEqual([false, false, true, false, true, false]);
  });

  it('uses faults in the order they were armed', () => {
    const rack = createFaultRack([fault({ kind: 'drop' }), fault({ kind: 'throttle' })]);

    expect([rack.take(call())?.fault.kind, rack.take(call())?.fault.kind]).toEqual(['drop', 'throttle']);
  });

  it.each([
    ['operation', { kind: 'throttle', operation: 'DescribeLags' }, call()],
    ['connectionId', { kind: 'throttle', connectionId: 'dxcon-b' }, call()],
    ['lagId', { kind: 'throttle', lagId: 'dxlag-b' }, call()],
    ['parentConnectionId', { kind: 'throttle', parentConnectionId: 'dxlag-b' }, call()],
  ] satisfies [string, FaultInput, ReturnType<typeof call>][])(
    'does not meet a call with another %s',
    (_name, input, other) => {
      const rack = createFaultRack([fault(input)]);

      expect(rack.take(other)).toBeUndefined();
      expect(rack.list()).toMatchObject([{ remaining: 1 }]);
    },
  );
});
