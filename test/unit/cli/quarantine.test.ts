import { expect, it } from 'vitest';
import type { Group } from '../../../src/cli/queues/quarantined.ts';
import { showQuarantine } from '../../../src/cli/queues/show-quarantine.ts';
import { madeContext, proseOf } from '../../support/cli-context.ts';
import { START } from '../../support/world.ts';

function group(reason: string, tenant?: string): Group {
  const example = { id: 'c', messageId: 'm', reason, tenant, sender: 'AROAONE', atMs: START, body: '{}' };
  return { reason, tenant, sender: 'AROAONE', count: 1, firstMs: START, lastMs: START, example };
}

it('does not send a person to register a sender that is another tenant’s', () => {
  const alone = madeContext({}, { width: 400 });
  showQuarantine([group('UNKNOWN_SENDER')], alone.out, START);
  expect(proseOf(alone)).toContain('If it is one of another tenant, that has sent to the wrong queue: tell them');
  const known = madeContext({}, { width: 400 });
  showQuarantine([group('INVALID_REQUEST', 'orders'), group('UNKNOWN_SENDER')], known.out, START);
  expect(proseOf(known)).toContain('tell orders, whose sender this is in other copies');
  expect(proseOf(known)).not.toContain('register it');
});
