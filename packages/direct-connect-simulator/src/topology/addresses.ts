import { BlockList, isIP } from 'node:net';

interface Subnet {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

function parseCidr(cidr: string): Subnet | undefined {
  const [address = '', length = ''] = cidr.split('/');
  const version = isIP(address);
  const prefix = Number(length);
  if (version === 0 || !Number.isInteger(prefix) || prefix > (version === 4 ? 32 : 128)) return undefined;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

function contains(outer: Subnet, inner: Subnet): boolean {
  if (outer.family !== inner.family || outer.prefix > inner.prefix) return false;
  const block = new BlockList();
  block.addSubnet(outer.address, outer.prefix, outer.family);
  return block.check(inner.address, inner.family);
}

/** Whether the text is an IPv4 or IPv6 address with a prefix length, e.g. 169.254.255.1/30. */
export function isCidr(text: string): boolean {
  return parseCidr(text) !== undefined;
}

/** Whether two networks share an address. A text that is no network overlaps nothing. */
export function networksOverlap(one: string, other: string): boolean {
  const a = parseCidr(one);
  const b = parseCidr(other);
  return a !== undefined && b !== undefined && (contains(a, b) || contains(b, a));
}
