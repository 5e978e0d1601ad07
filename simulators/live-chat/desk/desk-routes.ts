import { Hono, type MiddlewareHandler } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { isForeign } from '../../web/foreign-request.ts';
import type { ChatRegistry } from '../chats/chat-registry.ts';
import type { SimulatedVendor } from '../vendor.ts';
import type { AgentDesk } from './agent-desk.ts';
import { deskEvents } from './desk-events.ts';

const MAX_TEXT = 20_000;
const name = z.string().trim().min(1).max(80);
const actBody = z.discriminatedUnion('act', [
  z.object({ act: z.literal('join'), agent: name }),
  z.object({ act: z.literal('say'), agent: name, text: z.string().trim().min(1).max(MAX_TEXT) }),
  z.object({ act: z.literal('typing'), agent: name }),
  z.object({ act: z.literal('transfer'), to: name }),
  z.object({ act: z.literal('end'), message: z.string().trim().min(1).max(MAX_TEXT).exactOptional() }),
  z.object({ act: z.literal('send-again'), messageId: z.string().min(1).max(200) }),
]);

type Act = z.infer<typeof actBody>;

export interface DeskOptions {
  readonly vendor: Pick<SimulatedVendor, 'kind' | 'tells'>;
  readonly registry: ChatRegistry;
  readonly desk: AgentDesk;
  readonly isSending: (chatId: string) => boolean;
}

/** What the desk page needs: `/desk/api/events` to look, `/desk/api/chats/{id}` to act. For pages of this origin alone. */
export function deskRoutes(options: DeskOptions): Hono {
  const { registry, vendor } = options;
  const app = new Hono();
  app.use('/desk/api/*', sameOrigin);
  app.get('/desk/api/events', (c) => streamSSE(c, (stream) => deskEvents(stream, registry, vendor)));
  app.post('/desk/api/chats/:id', async (c) => {
    const chat = registry.find(c.req.param('id'));
    if (chat === undefined) return c.json({ error: 'There is no such conversation.' }, 404);
    const body = actBody.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ error: body.error.issues[0]?.message ?? 'Not understood.' }, 400);
    const isLate = chat.status === 'ended' && body.data.act !== 'send-again';
    if (isLate) return c.json({ error: 'The conversation has ended.' }, 409);
    // Not awaited: the page learns from the events what became of it, and the agent writes on meanwhile.
    void perform(chat.id, body.data, options);
    return c.json({ status: 'accepted' }, 202);
  });
  return app;
}

function perform(chatId: string, act: Act, { desk, isSending }: DeskOptions): Promise<unknown> {
  switch (act.act) {
    case 'join':
      return desk.join(chatId, act.agent);
    case 'say':
      return desk.say(chatId, { text: act.text, agent: act.agent });
    case 'typing':
      // Behind a message that is being retried a typing signal would arrive long after the fact.
      return isSending(chatId) ? Promise.resolve() : desk.typing(chatId, act.agent);
    case 'transfer':
      return desk.transfer(chatId, act.to);
    case 'end':
      return desk.end(chatId, act.message === undefined ? {} : { message: act.message });
    case 'send-again':
      return desk.sendAgain(chatId, act.messageId);
  }
}

const sameOrigin: MiddlewareHandler = async (c, next) => {
  if (isForeign(c)) return c.json({ error: 'Only the desk page itself may ask.' }, 403);
  return next();
};
