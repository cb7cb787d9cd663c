/** Of an item of the table as DynamoDB counts it: names and values, in UTF-8; numbers roughly. Of binary values, Base64 or bytes. */
export function itemSize(item: object): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value: Record<string, unknown>): number {
  const [[type, content] = ['', '']] = Object.entries(value);
  if (type === 'M') return itemSize(content as object);
  if (type === 'B')
    return typeof content === 'string' ? Buffer.byteLength(content, 'base64') : (content as Uint8Array).length;
  return Buffer.byteLength(String(content));
}
