import * as z from 'zod';

/** What a message asks for: the fields of the service's own requests. */
export const migrationRequest = z.object({
  schemaVersion: z.literal('1'),
  requestId: z.string().min(1).max(128),
  connectionId: z.string().regex(/^dxcon-[a-z0-9]+$/),
  expectedParentConnectionId: z.string().regex(/^dx(con|lag)-[a-z0-9]+$/),
  parentConnectionId: z.string().regex(/^dx(con|lag)-[a-z0-9]+$/),
  requestedAt: z.iso.datetime(),
});

export type MigrationRequest = z.infer<typeof migrationRequest>;
