import type { WriteStream } from 'node:tty';
import { Chalk, type ChalkInstance } from 'chalk';
import { UNPRINTABLE } from './printable.ts';

/** Where there is no terminal whose width could be known, nothing is cut. */
const UNLIMITED = Number.POSITIVE_INFINITY;

/** How a command shows what it found: to a person on a terminal, to a file or pipe, or as JSON. */
export interface Output {
  /** For machines: one JSON document, and nothing else on standard output. */
  readonly isJson: boolean;
  /** Columns. */
  readonly width: number;
  /** No colour unless on a terminal. */
  readonly colour: ChalkInstance;
  /** A line on standard output, which is for results. */
  line(text?: string): void;
  /** A whole document on standard output, as it is. */
  text(document: string): void;
  /** The whole result of a command with --json. */
  json(value: unknown): void;
  /** One of many results, with --json: a line each, as soon as there is something to say. */
  jsonLine(value: unknown): void;
  /** A line on standard error, which is for what is said beside results. */
  note(text: string): void;
}

export function output(options: { json?: boolean; color?: boolean }, stream: WriteStream = process.stdout): Output {
  const isColoured = stream.isTTY && options.color !== false && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  return {
    isJson: options.json === true,
    width: stream.isTTY ? stream.columns || UNLIMITED : UNLIMITED,
    colour: new Chalk({ level: isColoured ? 1 : 0 }),
    line: (text = '') => void stream.write(`${text}\n`),
    text: (document) => void stream.write(document),
    json: (value) => void stream.write(`${jsonText(value)}\n`),
    jsonLine: (value) => void stream.write(`${escapedText(JSON.stringify(value))}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** What a terminal would obey, or a reader be misled by, is escaped: it is the same value. */
function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).split('\n').map(escapedText).join('\n');
}

function escapedText(line: string): string {
  return line.replace(UNPRINTABLE, escaped);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
