import type { VirtualInterfaceDefinition } from '../topology/schema.ts';

/** The XML in a virtual interface's `customerRouterConfig`, with the elements of AWS's CLI examples. */
export function customerRouterConfig(definition: VirtualInterfaceDefinition, vlan: number): string {
  const [peer] = definition.peers;
  const elements = [
    ['vlan', vlan],
    ['customer_address', peer?.customerAddress ?? ''],
    ['amazon_address', peer?.amazonAddress ?? ''],
    ['bgp_asn', peer?.asn ?? definition.asn],
    ['bgp_auth_key', definition.authKey ?? ''],
    ['amazon_bgp_asn', definition.amazonSideAsn],
    ['connection_type', definition.type],
  ].map(([tag, value]) => `  <${tag}>${escapeXml(String(value))}</${tag}>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<logical_connection id="${definition.id}">`,
    ...elements,
    '</logical_connection>',
    '',
  ].join('\n');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
