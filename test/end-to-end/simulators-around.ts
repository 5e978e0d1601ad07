import {
  bridgeEnvironment,
  type Credentials,
  newCredentials,
  pairedEnds,
} from '../../simulators/bridge-environment.ts';
import type { ConnectionHabits } from '../../simulators/copilot-studio/connected-agent/habits.ts';
import { freePort } from '../../simulators/free-port.ts';
import { type LiveChat, startLiveChat } from '../../simulators/live-chat/start-live-chat.ts';
import { simulatedVendor } from '../../simulators/live-chat/vendors.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../../simulators/microsoft-side.ts';
import type { CalledAs } from '../../simulators/solution/builder/agent-source.ts';

export interface SimulatorOptions {
  /** How the copilot's topics call the skill. */
  readonly dialect?: 'reference' | 'contoso-sample';
  /** How the copilot calls the bridge. Default `skill`. */
  readonly calledAs?: CalledAs;
  /** How it calls a connected agent, where that is not as usual. */
  readonly connection?: Partial<ConnectionHabits>;
  /** The kind of a simulated vendor. */
  readonly liveChatKind?: string;
  readonly expectReplies: boolean;
  /** Teams refuses what comes too fast. Default false. */
  readonly enforceLimits?: boolean;
}

/** The simulators around a bridge that is not started yet. */
export interface SimulatorsAround {
  readonly microsoft: MicrosoftSide;
  readonly liveChat: LiveChat;
  readonly credentials: Credentials;
  /** Where the bridge will listen. */
  readonly bridgeUrl: string;
  /** The settings with which a bridge finds the simulators. */
  environment(dataDirectory: string): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function simulatorsAround(options: SimulatorOptions): Promise<SimulatorsAround> {
  const { dialect = 'reference', liveChatKind = 'reference', expectReplies, enforceLimits = false } = options;
  const { calledAs = 'skill', connection } = options;
  const credentials = newCredentials();
  const port = await freePort();
  const bridgeUrl = `http://127.0.0.1:${port}`;
  const { tenantId, skillApp, copilotApp, liveChatApp } = credentials;
  const microsoft = await startMicrosoftSide({
    tenantId,
    skillApp,
    copilotApp,
    liveChatApp,
    dialect,
    calledAs,
    ...(connection && { connection }),
    expectReplies,
    enforceLimits,
    skillUrl: `${bridgeUrl}/api/messages`,
  });
  const liveChat = await startLiveChat({
    kind: liveChatKind,
    ...simulatedVendor(liveChatKind).pairing(
      pairedEnds(credentials, { bridgeUrl, authority: microsoft.authority }),
    ).options,
  });
  return {
    microsoft,
    liveChat,
    credentials,
    bridgeUrl,
    environment: (dataDirectory) => ({
      ...bridgeEnvironment({
        port,
        credentials,
        authority: microsoft.authority,
        teamsServiceUrl: microsoft.teamsServiceUrl,
        liveChatUrl: liveChat.url,
        liveChatKind,
        dataDirectory,
      }),
      ...(calledAs === 'connected-agent' && {
        HANDOFF_CALLED_AS: calledAs,
        HANDOFF_CALLBACK_HOSTS: new URL(microsoft.url).host,
      }),
    }),
    stop: async () => void (await Promise.all([microsoft.stop(), liveChat.stop()])),
  };
}
