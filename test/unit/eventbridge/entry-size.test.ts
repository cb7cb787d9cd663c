import { describe, expect, it } from 'vitest';
import { entrySize } from '../../../local/eventbridge/entry-size.ts';

// "Calculating PutEvents event entry size", EventBridge User Guide.
describe('entrySize', () => {
  it('counts UTF-8 bytes of source, detail type, detail and resources, and 14 for a time', () => {
    const entry = { Source: 'ab', DetailType: 'ü', Detail: '{}', Resources: ['x', 'yz'] };

    expect(entrySize(entry)).toBe(2 + 2 + 2 + 3);
    expect(entrySize({ ...entry, Time: 1_700_000_000 })).toBe(9 + 14);
  });

  it('does not count the name of the bus', () => {
    expect(entrySize({ EventBusName: 'dx' })).toBe(0);
  });
});
