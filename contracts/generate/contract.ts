import type { GenericSchema } from 'valibot';
import type { DocumentParts } from './asyncapi.ts';

/** Golden examples, by file name. */
export interface Examples {
  requests: Readonly<Record<string, unknown>>;
  events: ReadonlyMap<string, Record<string, unknown>>;
}

/** One contract that is published: all that is made of it follows from this. */
export interface Contract {
  /** Its folder under contracts and contracts/released; also in the ids of its schemas. */
  folder: string;
  /** After "Types of dx-migrator's …". */
  name: string;
  /** What is published as a schema of its own, by the name of its type: the schema that the code works by. */
  published: Readonly<Record<string, GenericSchema>>;
  /** What several of them share. */
  shared: Readonly<Record<string, GenericSchema>>;
  /** Consumers were told that further types of events may come, and to name those that they want. */
  mayGainEvents: boolean;
  examples(): Promise<Examples>;
  /** Of what goes over a wire; a format of files has none. */
  asyncApi?(examples: Examples): DocumentParts;
  /** What else there is, as text by path under its folder. */
  files?(): ReadonlyMap<string, string>;
}

/** The name of an event's type: Hosted Connection Migrated → HostedConnectionMigrated. */
export function typeOf(detailType: string): string {
  return detailType.replaceAll(' ', '');
}

/** The name of a type's file: MigrationRequest → migration-request. */
export function fileOf(type: string): string {
  return type.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
