import { Hono } from 'hono';
import type { Entra } from '../entra/entra.ts';
import { postJson } from '../http/post-json.ts';
import { type Activity, readActivity } from '../teams/activity.ts';
import { channelToken } from '../teams/copilot-line.ts';
import { createLanes } from '../teams/lanes.ts';

interface PlaygroundChannelOptions {
  readonly entra: Entra;
  readonly copilot: { readonly clientId: string; readonly name: string };
  /** Where the copilot takes what customers say. */
  readonly channelUrl: string;
  /** The Playground's Bot Connector, where the copilot answers. */
  readonly connectorUrl: string;
  /** Aborts what is under way when the simulator stops. */
  readonly stopping: AbortSignal;
}

/** Long enough for a turn in which every call to the skill is repeated after a time-out. */
const patienceMs = 180_000;

/**
 * The bot's endpoint that the Agents Playground posts to. The Playground signs nothing, so what it says is passed on to
 * the copilot with the token that the Bot Framework would add, one message at a time for each chat, in order.
 */
export function playgroundChannel(options: PlaygroundChannelOptions): Hono {
  const inOrder = createLanes();
  const token = channelToken({ ...options, serviceUrl: options.connectorUrl });
  const forward = async (activity: Activity): Promise<void> => {
    const signal = AbortSignal.any([options.stopping, AbortSignal.timeout(patienceMs)]);
    const headers = { authorization: `Bearer ${await token()}` };
    // A page in the browser can name any service URL here; the copilot speaks to the Playground's alone.
    const said = { ...activity, serviceUrl: options.connectorUrl };
    const { status, body } = await postJson(options.channelUrl, said, { headers, signal });
    if (status >= 300) throw new Error(`The copilot answered ${status}: ${JSON.stringify(body)}`);
  };

  return new Hono().post('/messages', async (c) => {
    // What another site can have a browser send without asking is not JSON.
    const isJson = c.req.header('content-type')?.startsWith('application/json') ?? false;
    const activity = isJson ? await readActivity(c.req.raw) : undefined;
    const conversationId = activity?.conversation?.id;
    if (!activity || !conversationId) return c.json({ error: 'an activity as JSON is expected' }, 400);
    // The copilot has no topics for what else can happen in a chat, such as its installation.
    if (activity.type !== 'message') return c.json({});
    try {
      await inOrder(conversationId, () => forward(activity));
      return c.json({});
    } catch (cause) {
      return c.json({ error: cause instanceof Error ? cause.message : String(cause) }, 502);
    }
  });
}
