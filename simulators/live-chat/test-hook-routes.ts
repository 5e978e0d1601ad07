import { Hono } from 'hono';
import { z } from 'zod';
import { agentActionTypes } from './callbacks/agent-action.ts';
import type { ChatRegistry } from './chats/chat-registry.ts';
import type { AgentDesk } from './desk/agent-desk.ts';
import type { Refusal } from './live-chat.ts';
import type { SimulatedVendor } from './vendor.ts';

export interface TestHookOptions {
  readonly vendor: Pick<SimulatedVendor, 'tells'>;
  readonly registry: ChatRegistry;
  readonly desk: AgentDesk;
  readonly dials: TestHookDials;
}

/** What the states turn, and turn back. */
export interface TestHookDials {
  refusal: Refusal | undefined;
  autoJoin: boolean;
}

const callbackOrder = z.object({
  sessionId: z.string(),
  /** What the agent writes, word for word. */
  message: z.string().max(20_000).exactOptional(),
  type: z.enum(agentActionTypes),
});

const stateOrder = z.object({
  action: z.enum(['setup', 'teardown']),
  state: z.string(),
  params: z.object({ reason: z.enum(['closed', 'no-agents', 'unavailable']).exactOptional() }).default({}),
});

/** What a live chat may offer for being checked: callbacks on request, and states that its API cannot make. */
export function testHookRoutes(options: TestHookOptions): Hono {
  const { registry, dials, vendor } = options;
  const initially = { ...dials };
  const app = new Hono();
  app.post('/test-hook/callbacks', async (c) => {
    const order = callbackOrder.safeParse(await c.req.json().catch(() => undefined));
    if (!order.success) return c.json({ error: 'sessionId and type are required' }, 400);
    if (registry.find(order.data.sessionId) === undefined) return c.json({ error: 'unknown-session' }, 404);
    if (!vendor.tells.has(order.data.type)) return c.json({ error: 'no-such-type' }, 501);
    void act(order.data, options);
    return c.json({ status: 'accepted' }, 202);
  });
  app.post('/test-hook/states', async (c) => {
    const order = stateOrder.safeParse(await c.req.json().catch(() => undefined));
    if (!order.success) return c.json({ error: 'action and state are required' }, 400);
    const { action, state, params } = order.data;
    Object.assign(dials, initially);
    if (action === 'setup' && state === 'new live chats are refused')
      dials.refusal = params.reason ?? 'closed';
    if (action === 'setup' && state === 'an agent is free') dials.autoJoin = true;
    return c.json({});
  });
  return app;
}

const greeting = 'Hello, this is Dana. What can I do for you?';

function act(
  { sessionId, type, message }: z.infer<typeof callbackOrder>,
  { desk }: TestHookOptions,
): Promise<unknown> {
  switch (type) {
    case 'message':
      return desk.say(sessionId, { text: message ?? greeting, agent: 'Dana' });
    case 'typing':
      return desk.typing(sessionId, 'Dana');
    case 'agent-joined':
      return desk.join(sessionId, 'Dana');
    case 'agent-left':
      return desk.leave(sessionId);
    case 'agent-transferred':
      return desk.transfer(sessionId, 'Alex');
    case 'queue-position':
      return desk.queuePosition(sessionId, 1, 30);
    case 'session-ended':
      return desk.end(sessionId, { reason: 'agent' });
  }
}
