import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Entra } from '../entra/entra.ts';
import { activityIds } from './activity.ts';
import { type Chat, type ChatRecord, newChatRecord, openChat } from './chat.ts';
import { connectorRoutes, type ReceivedActivity } from './connector.ts';
import { createCopilotLine } from './copilot-line.ts';
import { type Customer, customerOf } from './customer.ts';
import type { CustomerChannel } from './customer-channels.ts';
import { createFaults, type Faults } from './faults.ts';
import { pageRoutes } from './page-routes.ts';
import { createRateLimits } from './rate-limits.ts';

interface TeamsOptions {
  readonly entra: Entra;
  readonly tenantId: string;
  readonly copilot: { readonly clientId: string; readonly name: string };
  readonly serviceUrl: string;
  /** Where customers' messages go. */
  readonly channelUrl: string;
  /** What the channel calls itself. Default: Teams. */
  readonly channel?: CustomerChannel;
  /** Refuses with 429 what Teams would refuse for its rate. Default false. */
  readonly enforceLimits?: boolean;
  /** Origin of a page that may show the customer page in a frame. */
  readonly framedBy?: string;
  readonly restored?: readonly ChatRecord[];
  readonly changed?: () => void;
  readonly stopping: AbortSignal;
}

export interface Teams extends Pick<Faults, 'failNext' | 'resetNext' | 'delay'> {
  /** The Bot Connector, to be mounted where `serviceUrl` points. */
  readonly connector: Hono<{ Bindings: HttpBindings }>;
  /** The customer page and what it needs. */
  readonly page: Hono;
  /** Every activity that came to the Bot Connector, from the bridge and from the copilot itself, in order. */
  readonly received: readonly ReceivedActivity[];
  readonly chats: readonly ChatRecord[];
  /** Forgets what was planned and did not happen yet. */
  clearFaults(): void;
  /** A new customer with a chat of their own. */
  customer(name?: string): Promise<Customer>;
  /** A customer whose chat exists already, e.g. after a restart. */
  customerOf(conversationId: string): Customer | undefined;
}

/** Plays Microsoft Teams: chats of customers with one copilot, and the Bot Connector behind them. */
export function createTeams(options: TeamsOptions): Teams {
  const received: ReceivedActivity[] = [];
  const faults = createFaults();
  const nextId = activityIds();
  const line = createCopilotLine({ ...options, nextId });
  const chats = openChats(options);
  const played = (chat: Chat): Customer => customerOf(chat, (text) => line.say(chat, text));

  return {
    failNext: faults.failNext,
    resetNext: faults.resetNext,
    delay: faults.delay,
    clearFaults: faults.clear,
    connector: connectorRoutes({
      entra: options.entra,
      copilotClientId: options.copilot.clientId,
      faults,
      rateLimits: options.enforceLimits ? createRateLimits() : undefined,
      chatOf: chats.get,
      nextId,
      received: (activity) => received.push(activity),
    }),
    page: pageRoutes({
      copilotName: options.copilot.name,
      ...(options.framedBy !== undefined && { framedBy: options.framedBy }),
      join: chats.begin,
      chatOf: chats.get,
      say: line.say,
    }),
    received,
    get chats() {
      return chats.records();
    },
    customer: async (name = 'Robin Lee') => played(chats.begin(name)),
    customerOf: (id) => {
      const chat = chats.get(id);
      return chat && played(chat);
    },
  };
}

/** All chats, those of before included. */
function openChats({ restored = [], changed = () => undefined }: TeamsOptions) {
  const chats = new Map<string, Chat>();
  const open = (record: ChatRecord): Chat => {
    const chat = openChat(record, changed);
    chats.set(record.conversationId, chat);
    return chat;
  };
  for (const record of restored) open(record);
  return {
    get: (id: string): Chat | undefined => chats.get(id),
    begin(name: string): Chat {
      const chat = open(newChatRecord(name));
      changed();
      return chat;
    },
    records: (): readonly ChatRecord[] => [...chats.values()].map(recordOf),
  };
}

function recordOf({ conversationId, customer, messages }: Chat): ChatRecord {
  return { conversationId, customer, messages };
}
