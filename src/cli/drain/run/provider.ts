import * as v from 'valibot';
import type { Provider } from '../../../calendar/index.ts';
import { UsageError } from '../../cli-error.ts';
import { UNPRINTABLE } from '../../output/printable.ts';

const NAMED_ADDRESS = /^(?<name>[^<>"]{1,100}?) *<(?<email>[^<> ]{3,254})>$/;
const EMAIL = v.pipe(v.string(), v.email());

/**
 * Who tells customers, of `Example NOC <noc@example.net>`. Customers' tools know a provider by a domain: that of the address.
 *
 * @throws UsageError
 */
export function providerOf(text: string | undefined): Provider {
  const { name, email } = NAMED_ADDRESS.exec(text?.trim() ?? '')?.groups ?? {};
  const isWhole = name !== undefined && name.search(UNPRINTABLE) === -1 && v.is(EMAIL, email);
  if (isWhole) return { name, email, domain: email.slice(email.indexOf('@') + 1).toLowerCase() };
  throw new UsageError(
    `calendar files say who tells customers, and ${text === undefined ? 'no one is named' : 'this is no name with an address'}`,
    {
      where: '--from',
      todo: 'say --from "Example NOC <noc@example.net>"',
    },
  );
}
