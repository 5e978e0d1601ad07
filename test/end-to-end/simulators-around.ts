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
import {
  type MicrosoftSide,
  type MicrosoftSideOptions,
  startMicrosoftSide,
} from '../../simulators/microsoft-side.ts';

export interface SimulatorOptions {
  /** How the copilot's topics call the skill. */
  readonly dialect?: 'reference' | 'contoso-sample';
  readonly calledAs?: MicrosoftSideOptions['calledAs'];
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

/** The settings for copilots that call in this way, whose callbacks are at this URL. */
export const calledAsEnvironment = (
  calledAs: MicrosoftSideOptions['calledAs'],
  callbackUrl: string,
): Readonly<Record<string, string>> =>
  calledAs === undefined || calledAs === 'skill'
    ? {}
    : {
        HANDOFF_CALLED_AS: typeof calledAs === 'function' ? 'both' : calledAs,
        HANDOFF_CALLBACK_HOSTS: new URL(callbackUrl).host,
      };

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
      ...calledAsEnvironment(calledAs, microsoft.url),
    }),
    stop: async () => void (await Promise.all([microsoft.stop(), liveChat.stop()])),
  };
}
