import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';

/** Why a file that a person wrote could not be used: its name, what was wrong, what to do. */
export class FileError extends Error {
  override name = 'FileError';
}

const UNREADABLE: Record<string, string> = {
  ENOENT: 'there is no such file: check the path',
  ENOTDIR: 'there is no such file: check the path',
  EISDIR: 'is a folder: name a file',
  EACCES: 'you may not read it: have its permissions changed, or name another',
  EPERM: 'you may not read it: have its permissions changed, or name another',
};

const LINE_FEED = 0x0a;

/**
 * The text of a file that a person wrote: UTF-8 with or without a byte order mark, with any line ends; the returned text has
 * line feeds.
 *
 * @throws {FileError} for everything else, and for an empty file
 */
export function readText(file: string): string {
  const bytes = readBytes(file);
  // A line feed or a Latin letter in UTF-16 has one, and would be valid UTF-8.
  if (bytes.includes(0)) {
    throw new FileError(`${file}: is not UTF-8 but UTF-16 or no text at all: save it as UTF-8`);
  }
  if (!isUtf8(bytes)) {
    throw new FileError(`${file}:${firstLineNotUtf8(bytes)}: has bytes that are not UTF-8: save the file as UTF-8`);
  }
  const text = new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
  if (text.trim() === '') throw new FileError(`${file}: is empty: fill it, or name another`);
  return text;
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    throw new FileError(`${file}: ${UNREADABLE[code] ?? `cannot be read (${code}): name another`}`, { cause: error });
  }
}

/** From 1. No character of UTF-8 but a line feed has its byte. */
function firstLineNotUtf8(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
