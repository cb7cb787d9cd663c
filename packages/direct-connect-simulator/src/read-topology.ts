import { readFileSync } from 'node:fs';
import { parseTopology, type Topology, TopologyError } from './topology.ts';

const UNREADABLE: Record<string, string> = {
  ENOENT: 'there is no such file: check the path',
  EISDIR: 'is a folder: name a file',
  EACCES: 'you may not read it: have its permissions changed, or name another',
};

/**
 * Reads a topology from a file in UTF-8, with or without a byte order mark.
 *
 * @throws {TopologyError} if it cannot be read or used
 */
export function readTopology(file: string): Topology {
  const bytes = readBytes(file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TopologyError(`${file}: is not UTF-8: save it as UTF-8`, { cause });
  }
  return parseTopology(text, file);
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code = 'no reason given' } = cause as NodeJS.ErrnoException;
    throw new TopologyError(`${file}: ${UNREADABLE[code] ?? `cannot be read (${code}): name another`}`, { cause });
  }
}
