import { type Cloud, clouds } from '../../bot-framework/clouds.ts';
import type { InboundActivity } from '../../bot-framework/inbound-activity.ts';
import type { AllowsServiceUrl } from '../../bot-framework/service-hosts.ts';

export interface ConnectorSettings {
  /** Overrides what the activity says, and the guess. */
  readonly teamsServiceUrl?: string;
  /** Default: the public one. */
  readonly cloud?: Cloud;
  readonly allowsServiceUrl: AllowsServiceUrl;
}

/**
 * A skill call comes from Copilot Studio's runtime, not from Teams, and names the runtime's service URL. The Bot Connector
 * is, in this order: what the operator set, what the activity names, the one of the runtime's region, the cloud's.
 */
export function connectorUrl(
  { serviceUrl, relatesTo }: InboundActivity,
  tenantId: string,
  { teamsServiceUrl, cloud = clouds.public, allowsServiceUrl }: ConnectorSettings,
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
