import { newCredentials } from '../../../../simulators/bridge-environment.ts';
import type { Claims } from '../../../../simulators/entra/entra.ts';
import type { Chat } from '../../../../simulators/live-chat/start-live-chat.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';

export const startDynamicsBridge = (): Promise<RunningBridge> =>
  startRunningBridge({ liveChatKind: 'dynamics' });

export interface Posted {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfter: string | null;
}

export interface PostOptions {
  /** Over the claims of a right token. */
  readonly claims?: Claims;
  readonly signed?: Parameters<RunningBridge['microsoft']['entra']['sign']>[1];
  /** In place of the token; `undefined` sends none. */
  readonly authorization?: string | undefined;
  /** In the path; that of the activity unless told. */
  readonly conversation?: string;
}

/** A token as the channel's managed identity has it: for the bridge's app, in the name of the live chat's. */
function rightToken({ microsoft, credentials }: RunningBridge, options: PostOptions = {}): Promise<string> {
  const { entra } = microsoft;
  const named = { aud: credentials.skillApp.clientId, azp: credentials.liveChatApp.clientId };
  return entra.sign(entra.claims({ ...named, ...options.claims }), options.signed);
}

/** Posts to the webhook as Dynamics does. A string goes out as it is. */
export async function postActivity(
  world: RunningBridge,
  activity: unknown,
  options: PostOptions & { readonly conversation: string },
): Promise<Posted> {
  const authorization =
    'authorization' in options ? options.authorization : `Bearer ${await rightToken(world, options)}`;
  const path = `/v3/conversations/${encodeURIComponent(options.conversation)}/activities`;
  const response = await fetch(`${world.url}/api/livechat/dynamics${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: typeof activity === 'string' ? activity : JSON.stringify(activity),
  });
  const body: unknown = await response.json().catch(() => ({}));
  const fields = typeof body === 'object' && body !== null ? { ...body } : {};
  return { status: response.status, body: fields, retryAfter: response.headers.get('retry-after') };
}

/** An event as the documentation's samples have it. */
export const eventOf = (name: string) => ({
  type: 'message',
  channelId: newCredentials().tenantId,
  text: `EventName: **_${name}_**`,
  name,
});

export const wordsOf = (text: string, more: object = {}) => ({
  type: 'message',
  from: { id: '7a1e2f3c-5d4b-4a69-8f70-1b2c3d4e5f60', name: 'Dana' },
  textFormat: 'markdown',
  text,
  ...more,
});

export const post = (world: RunningBridge, chat: Chat, activity: object, options: PostOptions = {}) =>
  postActivity(world, { conversation: { id: chat.id }, ...activity }, { conversation: chat.id, ...options });
