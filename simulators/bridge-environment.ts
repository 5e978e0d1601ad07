import { randomBytes, randomUUID } from 'node:crypto';
import type { PairedEnds } from './live-chat/vendor.ts';
import { simulatedVendor } from './live-chat/vendors.ts';
import type { CalledAs } from './solution/builder/agent-source.ts';
import type { CustomerChannel } from './teams/customer-channels.ts';

/** An app registration as both sides know it. */
export interface AppRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the bridge and the simulators have to agree on; secrets are made at run time and live as long as the run. */
export interface Credentials {
  readonly tenantId: string;
  readonly skillApp: AppRegistration;
  readonly copilotApp: AppRegistration;
  /** Of the live chat, where it is one of Microsoft's. */
  readonly liveChatApp: AppRegistration;
  readonly webhookSecret: string;
  readonly apiKey: string;
}

const newApp = (): AppRegistration => ({
  clientId: randomUUID(),
  clientSecret: randomBytes(30).toString('base64url'),
});

export const newCredentials = (): Credentials => ({
  tenantId: randomUUID(),
  skillApp: newApp(),
  copilotApp: newApp(),
  liveChatApp: newApp(),
  webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
  apiKey: randomBytes(30).toString('base64url'),
});

interface Places {
  /** Where the bridge is reached, without a trailing slash. */
  readonly bridgeUrl: string;
  /** Base of the simulated Entra. */
  readonly authority: string;
}

/** What a live chat and a bridge agree on, with the Entra that both ask. */
export const pairedEnds = (
  { tenantId, skillApp, liveChatApp: app, webhookSecret, apiKey }: Credentials,
  { bridgeUrl, authority }: Places,
): PairedEnds => ({
  bridgeUrl,
  webhookSecret,
  apiKey,
  entra: { authority, tenantId, app, bridgeAppId: skillApp.clientId },
});

export interface BridgeSettings {
  readonly port: number;
  readonly credentials: Credentials;
  /** Base of the simulated Entra. */
  readonly authority: string;
  readonly teamsServiceUrl: string;
  /** Where the skill replies, when that is another host than Teams'. */
  readonly copilotServiceUrl?: string;
  readonly liveChatUrl: string;
  readonly liveChatKind: string;
  readonly dataDirectory: string;
  /** How the copilot calls the bridge. Default `skill`. */
  readonly calledAs?: CalledAs;
  /** Where customers are. Default: Teams. */
  readonly channel?: CustomerChannel;
}

/** The settings of a bridge that lives among simulators, as environment variables. */
export function bridgeEnvironment(settings: BridgeSettings): Readonly<Record<string, string>> {
  const { port, credentials, authority, teamsServiceUrl, liveChatUrl, liveChatKind, dataDirectory } =
    settings;
  const { copilotServiceUrl = teamsServiceUrl } = settings;
  const app = (connection: string, { clientId, clientSecret }: AppRegistration) => ({
    [`Connections__${connection}__Settings__TenantId`]: credentials.tenantId,
    [`Connections__${connection}__Settings__ClientId`]: clientId,
    [`Connections__${connection}__Settings__ClientSecret`]: clientSecret,
    [`Connections__${connection}__Settings__AuthorityEndpoint`]: authority,
  });
  const bridgeUrl = `http://127.0.0.1:${port}`;
  const { environment } = simulatedVendor(liveChatKind).pairing(
    pairedEnds(credentials, { bridgeUrl, authority }),
  );
  return {
    PORT: String(port),
    HANDOFF_HOST: '127.0.0.1',
    HANDOFF_PUBLIC_URL: bridgeUrl,
    HANDOFF_STORE: 'lowdb',
    HANDOFF_DATA_DIR: dataDirectory,
    ...app('LiveChat', credentials.skillApp),
    ...(settings.calledAs === 'connected-agent'
      ? { HANDOFF_CALLED_AS: 'connected-agent', HANDOFF_CALLBACK_HOSTS: new URL(copilotServiceUrl).host }
      : app('CopilotStudioBot', credentials.copilotApp)),
    HANDOFF_ALLOWED_SERVICE_HOSTS: [...new Set([teamsServiceUrl, copilotServiceUrl])]
      .map((url) => new URL(url).host)
      .join(','),
    HANDOFF_TEAMS_SERVICE_URL: teamsServiceUrl,
    ...((settings.channel ?? 'msteams') !== 'msteams' && { HANDOFF_CHANNELS: settings.channel ?? '' }),
    LIVECHAT_KIND: liveChatKind,
    ...environment(liveChatUrl),
  };
}
