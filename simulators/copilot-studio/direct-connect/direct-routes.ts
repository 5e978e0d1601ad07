import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Entra } from '../../entra/entra.ts';
import { type Activity, activitySchema } from '../../teams/activity.ts';
import type { ConversationRecord } from '../conversation.ts';
import type { DirectChats, Shown } from './direct-chats.ts';

/** Of the tokens that an app gets for its user. */
export const powerPlatformAudience = 'https://api.powerplatform.com';

interface DirectOptions {
  readonly entra: Entra;
  readonly chats: DirectChats;
  readonly begin: (conversationId: string, customer: ConversationRecord['customer']) => void;
  /** The customer's turn; resolves at its end. */
  readonly take: (activity: Activity) => Promise<void>;
}

const turnBody = z.object({ activity: activitySchema });
const claims = z.object({ name: z.string().default('Customer'), oid: z.string().default('') });

/**
 * Where an app talks to the copilot by its connection string, as @microsoft/agents-copilotstudio-client does: a start, a turn that
 * streams what is said in it, and a subscription to all that is said. The start says nothing, since topics begin with the first words.
 */
export function directRoutes({ entra, chats, begin, take }: DirectOptions): Hono {
  const app = new Hono();
  const userOf = async (c: Context) => {
    const found = await entra.verified(c.req.header('authorization'), powerPlatformAudience);
    return found && claims.parse(found);
  };
  app.use('/direct/*', async (c, next) => {
    if (!(await userOf(c))) return c.json({ error: { code: 'Unauthorized' } }, 401);
    const id = /\/conversations\/([^/]+)/.exec(c.req.path)?.[1];
    if (id !== undefined && !chats.has(id)) return c.json({ error: { code: 'ConversationNotFound' } }, 404);
    return next();
  });
  app.post('/direct/conversations', async (c) => {
    const { name = '', oid: aadObjectId = '' } = (await userOf(c)) ?? {};
    const id = chats.open();
    begin(id, { id: aadObjectId, name, aadObjectId });
    return events(c, id, async () => undefined);
  });
  app.post('/direct/conversations/:id', async (c) => {
    const id = c.req.param('id');
    const body = turnBody.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ error: { code: 'BadRequest' } }, 400);
    return events(c, id, async (write) => {
      const silence = chats.listen(id, write);
      await take({ ...body.data.activity, conversation: { id } }).finally(silence);
    });
  });
  app.get('/direct/conversations/:id/subscribe', (c) => {
    const id = c.req.param('id');
    const last = c.req.header('last-event-id');
    return events(c, id, async (write, gone) => {
      const silence = chats.listen(id, write, last === undefined ? undefined : Number(last));
      await gone.finally(silence);
    });
  });
  return app;
}

/** A stream of what is written until `during` is over. */
function events(
  c: Context,
  conversationId: string,
  during: (write: (shown: Shown) => void, gone: Promise<void>) => Promise<void>,
): Response {
  c.header('x-ms-conversationid', conversationId);
  return streamSSE(c, async (stream) => {
    const gone = new Promise<void>((resolve) => stream.onAbort(resolve));
    let written: Promise<unknown> = Promise.resolve();
    const write = ({ number, activity }: Shown): void => {
      const event = { event: 'activity', id: String(number), data: JSON.stringify(activity) };
      written = written.then(() => stream.writeSSE(event));
    };
    await during(write, gone);
    await written;
    await stream.writeSSE({ event: 'end', data: 'end' });
  });
}
