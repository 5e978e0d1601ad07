import { z } from 'zod';
import { personName } from '../../domain/plain-text.ts';
import type { AllowsServiceUrl } from './service-hosts.ts';
import type { InboundActivity } from './wire.ts';

const address = z.object({
  channelId: z.string(),
  conversationId: z.string(),
  tenantId: z.string().optional(),
  /** The Bot Connector of the channel, for proactive messages. */
  channelServiceUrl: z.string(),
  /** Where the copilot takes what the skill says on its own. */
  copilotServiceUrl: z.string(),
  copilotAppId: z.string(),
  /** The copilot as the channel knows it. */
  botId: z.string(),
  skillId: z.string(),
  customer: z.object({ id: z.string(), name: z.string().optional(), aadObjectId: z.string().optional() }),
  locale: z.string().optional(),
});

/** How to reach a customer and their copilot outside of a turn. */
export type ConversationAddress = z.infer<typeof address>;

/** Sessions keep it as text that nobody but this adapter reads. */
export const writeAddress = (value: ConversationAddress): string => JSON.stringify(value);
const read = new Map<string, ConversationAddress>();
/** So many addresses at most are remembered. */
const rememberedAddresses = 1000;

/** Each message to a customer asks for the same one again. */
export function readAddress(text: string): ConversationAddress {
  const known = read.get(text);
  if (known) return known;
  const parsed = address.parse(JSON.parse(text));
  if (read.size >= rememberedAddresses) read.clear();
  read.set(text, parsed);
  return parsed;
}

export interface AddressSettings {
  /** Overrides the guess of the region. */
  readonly teamsServiceUrl?: string;
  readonly tenantId: string;
  readonly allowsServiceUrl: AllowsServiceUrl;
}

export function addressOf(
  activity: InboundActivity,
  copilotAppId: string,
  settings: AddressSettings,
): ConversationAddress {
  const {
    channelId,
    conversation,
    serviceUrl,
    from = { id: '' },
    recipient,
    relatesTo,
    locale,
    channelData,
  } = activity;
  const tenantId = conversation.tenantId ?? channelData?.tenant?.id ?? settings.tenantId;
  return {
    channelId,
    conversationId: conversation.id,
    tenantId,
    channelServiceUrl: channelServiceUrl(activity, tenantId, settings),
    copilotServiceUrl: serviceUrl,
    copilotAppId,
    botId: relatesTo?.bot?.id ?? `28:${copilotAppId}`,
    skillId: recipient?.id ?? '',
    customer: {
      id: from.id,
      ...(from.name !== undefined && { name: personName(from.name, '') }),
      ...(from.aadObjectId !== undefined && { aadObjectId: from.aadObjectId }),
    },
    ...(locale !== undefined && { locale }),
  };
}

const teamsHost = 'smba.trafficmanager.net';

/**
 * A skill call comes from Copilot Studio's runtime, not from Teams, and names its own service URL. The Bot Connector is,
 * in this order: what the operator set, what the activity's reference says, or the region of the runtime's host name.
 */
function channelServiceUrl(
  { serviceUrl, relatesTo }: InboundActivity,
  tenantId: string,
  settings: AddressSettings,
): string {
  if (settings.teamsServiceUrl !== undefined) return settings.teamsServiceUrl;
  for (const candidate of [relatesTo?.serviceUrl, serviceUrl]) {
    if (!candidate || !settings.allowsServiceUrl(candidate)) continue;
    if (new URL(candidate).hostname === teamsHost) return candidate;
  }
  return `https://${teamsHost}/${regionOf(new URL(serviceUrl).hostname)}/${tenantId}/`;
}

function regionOf(runtimeHost: string): 'amer' | 'emea' | 'apac' {
  if (/[-.](eu|uk)\b/.test(runtimeHost)) return 'emea';
  if (/[-.](ap|jp)\b|asia/.test(runtimeHost)) return 'apac';
  return 'amer';
}
