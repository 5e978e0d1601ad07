import { Hono } from 'hono';
import { type Credentials, newCredentials, pairedEnds } from '../../../simulators/bridge-environment.ts';
import {
  type CopilotStudio,
  createCopilotStudio,
} from '../../../simulators/copilot-studio/copilot-studio.ts';
import { createEntra, type Entra } from '../../../simulators/entra/entra.ts';
import { chatRegistry } from '../../../simulators/live-chat/chats/chat-registry.ts';
import { createLiveChat, type LiveChatSystem } from '../../../simulators/live-chat/create-live-chat.ts';
import { defaultKind, simulatedVendor } from '../../../simulators/live-chat/vendors.ts';
import { ownSolution } from '../../../simulators/solution/builder/own-solution.ts';
import { createTeams, type Teams } from '../../../simulators/teams/teams.ts';
import { ports } from './network.ts';

export const urlOf = (party: keyof typeof ports): string => `http://127.0.0.1:${ports[party]}`;

/** What outlives a run: the secrets, and an Entra with its keys. */
export interface Trust {
  readonly credentials: Credentials;
  readonly entra: Entra;
}

export async function newTrust(): Promise<Trust> {
  const credentials = newCredentials();
  const { tenantId, skillApp, copilotApp, liveChatApp } = credentials;
  const entra = await createEntra({
    authority: `${urlOf('microsoft')}/entra`,
    tenantId,
    apps: [skillApp, copilotApp, liveChatApp],
    skillClientId: skillApp.clientId,
    copilotClientId: copilotApp.clientId,
  });
  return { credentials, entra };
}

/** The simulators of one run, without servers. */
export interface Peers {
  readonly teams: Teams;
  readonly copilotStudio: CopilotStudio;
  readonly microsoft: Hono;
  readonly liveChat: LiveChatSystem;
}

export interface PeerOptions {
  readonly expectReplies: boolean;
  readonly dialect: 'reference' | 'contoso-sample';
  /** Of a simulated vendor; the default one unless told. */
  readonly liveChatKind?: string;
}

export function newPeers({ credentials, entra }: Trust, options: PeerOptions): Peers {
  const { tenantId, skillApp, copilotApp } = credentials;
  const microsoftUrl = urlOf('microsoft');
  const shared = { entra, tenantId, stopping: new AbortController().signal };
  const name = 'Contoso Agent';
  const teams = createTeams({
    ...shared,
    copilot: { clientId: copilotApp.clientId, name },
    serviceUrl: `${microsoftUrl}/teams/`,
    channelUrl: `${microsoftUrl}/copilot-studio/channel/messages`,
  });
  const copilotStudio = createCopilotStudio({
    ...shared,
    solution: ownSolution(options.dialect),
    expectReplies: options.expectReplies,
    copilotApp,
    copilotName: name,
    skillClientId: skillApp.clientId,
    skillUrl: () => `${urlOf('bridge')}/api/messages`,
    skillTimeoutMs: 15_000,
    serviceUrl: () => `${microsoftUrl}/copilot-studio/`,
    teamsServiceUrl: `${microsoftUrl}/teams/`,
  });
  const microsoft = new Hono()
    .route('/entra', entra.app)
    .route('/teams', teams.connector)
    .route('/copilot-studio', copilotStudio.app);
  const kind = options.liveChatKind ?? defaultKind;
  const ends = pairedEnds(credentials, { bridgeUrl: urlOf('bridge'), authority: entra.authority });
  const liveChat = createLiveChat({ kind, ...simulatedVendor(kind).pairing(ends).options }, chatRegistry());
  return { teams, copilotStudio, microsoft, liveChat };
}
