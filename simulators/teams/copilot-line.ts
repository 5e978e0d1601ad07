import type { Entra } from '../entra/entra.ts';
import { postJson } from '../http/post-json.ts';
import type { Chat } from './chat.ts';
import type { CustomerChannel } from './customer-channels.ts';
import { createLanes } from './lanes.ts';

interface CopilotLineOptions {
  readonly entra: Entra;
  readonly tenantId: string;
  readonly copilot: { readonly clientId: string; readonly name: string };
  /** Where Teams hands customers' messages over, and where the copilot answers. */
  readonly channelUrl: string;
  readonly serviceUrl: string;
  /** What the channel calls itself. Default: Teams. */
  readonly channel?: CustomerChannel;
  readonly nextId: () => string;
  /** Aborts what is under way when the simulator stops. */
  readonly stopping: AbortSignal;
}

/** Carries what customers say to the copilot: one message at a time for each chat, in order. */
interface CopilotLine {
  /** Resolves at the end of the copilot's turn; rejects when the copilot could not be reached. */
  say(chat: Chat, text: string): Promise<void>;
}

/** Long enough for a turn in which every call to the skill is repeated after a time-out. */
const patienceMs = 180_000;

export function createCopilotLine(options: CopilotLineOptions): CopilotLine {
  const inOrder = createLanes();
  const token = channelToken(options);
  return {
    say: (chat, text) => {
      const id = options.nextId();
      const said = { id, from: 'customer', text, at: new Date().toISOString(), format: 'plain' } as const;
      chat.put({ ...said, delivery: 'sending' });
      return inOrder(chat.conversationId, () => forward(chat, said, { ...options, token })).then(
        () => chat.put({ ...said, delivery: 'delivered' }),
        (cause) => {
          chat.put({ ...said, delivery: 'failed' });
          throw new Error('The copilot could not be reached.', { cause });
        },
      );
    },
  };
}

interface Said {
  readonly id: string;
  readonly text: string;
  readonly at: string;
}

async function forward(
  chat: Chat,
  said: Said,
  options: CopilotLineOptions & { readonly token: () => Promise<string> },
): Promise<void> {
  const signal = AbortSignal.any([options.stopping, AbortSignal.timeout(patienceMs)]);
  const headers = { authorization: `Bearer ${await options.token()}` };
  const { status, body } = await postJson(options.channelUrl, toActivity(chat, said, options), {
    headers,
    signal,
  });
  if (status >= 300) throw new Error(`The copilot answered ${status}: ${JSON.stringify(body)}`);
}

function toActivity(chat: Chat, { id, text, at }: Said, options: CopilotLineOptions) {
  return {
    type: 'message',
    id,
    timestamp: at,
    localTimestamp: at,
    channelId: options.channel ?? 'msteams',
    serviceUrl: options.serviceUrl,
    from: { ...chat.customer, role: 'user' },
    recipient: { id: `28:${options.copilot.clientId}`, name: options.copilot.name },
    conversation: { id: chat.conversationId, conversationType: 'personal', tenantId: options.tenantId },
    channelData: { tenant: { id: options.tenantId } },
    entities: [{ type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web' }],
    locale: 'en-US',
    textFormat: 'plain',
    text,
  };
}

/** The token with which the Bot Framework itself calls a bot; made once, and anew after a rotation of keys. */
export function channelToken({
  entra,
  copilot,
  serviceUrl,
}: Pick<CopilotLineOptions, 'entra' | 'copilot' | 'serviceUrl'>): () => Promise<string> {
  let made: { readonly kid: string; readonly until: number; readonly token: Promise<string> } | undefined;
  return () => {
    const now = Math.floor(Date.now() / 1000);
    if (made && made.kid === entra.kid && made.until > now) return made.token;
    const claims = { iss: 'https://api.botframework.com', aud: copilot.clientId, serviceurl: serviceUrl };
    const token = entra.sign({ ...claims, nbf: now, iat: now, exp: now + 3600 });
    made = { kid: entra.kid, until: now + 3000, token };
    return token;
  };
}
