import { z } from 'zod';
import { personName } from '../../domain/plain-text.ts';
import { type Cloud, clouds } from './clouds.ts';
import type { InboundActivity } from './inbound-activity.ts';
import type { AllowsServiceUrl } from './service-hosts.ts';

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
  /** Overrides what the activity says, and the guess. */
  readonly teamsServiceUrl?: string;
  /** Default: the public one. */
  readonly cloud?: Cloud;
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

/**
 * A skill call comes from Copilot Studio's runtime, not from Teams, and names the runtime's service URL. The Bot Connector
 * is, in this order: what the operator set, what the activity names, the one of the runtime's region, the cloud's.
 */
function channelServiceUrl(
  { serviceUrl, relatesTo }: InboundActivity,
  tenantId: string,
  { teamsServiceUrl, cloud = clouds.public, allowsServiceUrl }: AddressSettings,
): string {
  if (teamsServiceUrl !== undefined) return teamsServiceUrl;
  const named = relatesTo?.serviceUrl;
  if (named && allowsServiceUrl(named) && !isRuntime(named)) return named;
  if (allowsServiceUrl(serviceUrl) && isBotConnector(serviceUrl)) return serviceUrl;
  const region = cloud.isRegional ? regionOf(new URL(serviceUrl).hostname) : undefined;
  if (region !== undefined) return `https://smba.trafficmanager.net/${region}/${tenantId}/`;
  return cloud.teamsServiceUrl ?? serviceUrl;
}

const runtimeHosts =
  /^pvaruntime|\.(powerapps\.(com|us|cn)|powerplatform\.(com|us|cn)|appsplatform\.us|botframework(\.com|\.azure\.(us|cn)))$/;

/** Whether a service URL leads to a copilot, which is not how a customer in Teams is reached. */
const isRuntime = (serviceUrl: string): boolean => runtimeHosts.test(new URL(serviceUrl).hostname);

/** All Bot Connectors of Teams that Microsoft documents have such a name. */
const isBotConnector = (serviceUrl: string): boolean => new URL(serviceUrl).hostname.startsWith('smba.');

/** The region in the host name of a runtime of the public cloud; absent when it names none. */
function regionOf(runtimeHost: string): 'amer' | 'emea' | 'apac' | undefined {
  if (/[-.](eu|uk)\b/.test(runtimeHost)) return 'emea';
  if (/[-.](ap|jp)\b|asia/.test(runtimeHost)) return 'apac';
  return /[-.]us\b/.test(runtimeHost) ? 'amer' : undefined;
}
