import { type Context as Asked, Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { bodyLimit } from 'hono/body-limit';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import * as v from 'valibot';
import type { Context } from '../context/context.ts';
import { carryOut, intentionOf } from './commands.ts';
import { guard, refusal } from './guard.ts';
import { pageErrorOf } from './page-error.ts';
import type { PageFiles } from './page-files.ts';
import { reads } from './reads.ts';
import { type Rights, rightsOf } from './rights.ts';

export interface PageOptions {
  files: PageFiles;
  /** What each request to the API has to know. */
  token: string;
  /** Who decides what is done on the page. */
  by: string;
  isReadOnly: boolean;
  /** That is listened on. */
  port: () => number;
}

/** What the page is told of who it is for. */
export interface Session {
  stage: string;
  by: string;
  isReadOnly: boolean;
  rights: Rights;
}

/** Bytes: a command line and a reason. */
const MOST_BODY = 16 * 1024;

const words = v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.minLength(1), v.maxLength(300));
const QUESTION = v.strictObject({ words });
const COMMAND = v.strictObject({ words, why: v.pipe(v.string(), v.maxLength(2_000)) });

/** The page and its API. It keeps nothing: whoever asks gets what the ledger and AWS say now. */
export function pageApp(context: Context, options: PageOptions): Hono {
  const app = new Hono();
  app.use(secureHeaders(HEADERS));
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  app.use(guard(options.port));
  app.onError(async (error, c) => {
    if ('getResponse' in error) return (error as { getResponse: () => Response }).getResponse();
    const { status, error: said } = await pageErrorOf(error);
    return c.json({ error: said }, status);
  });
  app.notFound((c) => c.json(refusal('there is no such page'), 404));
  for (const [path, { type, text }] of Object.entries(options.files))
    app.get(path, (c) => c.body(text, 200, { 'Content-Type': type }));
  app.use('/api/*', bearerAuth({ token: options.token, ...UNKNOWN }));
  readRoutes(app, context, options);
  return app;
}

const MISSING = refusal('this page was opened without its token', 'open the address that dxm has printed');
const UNKNOWN = {
  noAuthenticationHeader: { message: MISSING },
  invalidAuthenticationHeader: { message: MISSING },
  invalidToken: { message: MISSING },
};

function readRoutes(app: Hono, context: Context, { by, isReadOnly }: PageOptions): void {
  const read = reads(context);
  app.use('/api/*', etag());
  app.get('/api/session', async (c) => {
    const session: Session = { stage: context.stage.name, by, isReadOnly, rights: await rightsOf(context) };
    return c.json(session);
  });
  app.get('/api/status', async (c) => c.json(await read.status()));
  app.get('/api/requests', async (c) => c.json(await read.requests(c.req.query('waiting') ?? '')));
  app.get('/api/drains', async (c) => c.json(await read.drains()));
  app.get('/api/drains/:drain', async (c) => c.json(await read.drain(c.req.param('drain'))));
  app.get('/api/drains/:drain/plan', async (c) => c.json(await read.plan(c.req.param('drain'))));
  app.get('/api/show', async (c) => c.json(await read.show(c.req.query('what') ?? '')));
  app.get('/api/evidence', async (c) => c.json(await read.evidence(c.req.query('request') ?? '')));
  app.get('/api/parents', async (c) => c.json(await read.parents()));

  app.use('/api/commands/*', bodyLimit({ maxSize: MOST_BODY, onError: (c) => c.json(TOO_LONG, 413) }));
  app.use('/api/commands/*', (c, next) => (isReadOnly ? Promise.resolve(c.json(READ_ONLY, 403)) : next()));
  app.post('/api/commands/intention', async (c) => {
    const asked = await bodyOf(c, QUESTION);
    return asked ? c.json({ does: await intentionOf(context, asked.words) }) : c.json(NO_COMMAND, 400);
  });
  app.post('/api/commands', async (c) => {
    const asked = await bodyOf(c, COMMAND);
    if (!asked) return c.json(NO_COMMAND, 400);
    try {
      return c.json({ said: await carryOut(context, asked.words, { by, why: asked.why }) });
    } finally {
      read.forget();
    }
  });
}

const TOO_LONG = refusal('this is too long for a command');
const READ_ONLY = refusal('this page only reads', 'use dxm in a terminal, or start dxm ui without --read-only');
const NO_COMMAND = refusal('this is no command of the page');

/** Undefined where the body is not what is asked for: nothing of it is said back. */
async function bodyOf<Schema extends v.GenericSchema>(
  c: Asked,
  schema: Schema,
): Promise<v.InferOutput<Schema> | undefined> {
  if (c.req.header('content-type') !== 'application/json') return undefined;
  const body: unknown = await c.req.json().catch(() => undefined);
  const parsed = v.safeParse(schema, body);
  return parsed.success ? parsed.output : undefined;
}

/** Nothing from anywhere else, nothing inline, no frame, and no word of where it was to others. */
const HEADERS = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  crossOriginResourcePolicy: 'same-origin',
  crossOriginOpenerPolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
};
