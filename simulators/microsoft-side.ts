import { Hono } from 'hono';
import { type ConnectionHabits, usualHabits } from './copilot-studio/connected-agent/habits.ts';
import type { ConversationRecord } from './copilot-studio/conversation.ts';
import { type CopilotStudio, createCopilotStudio } from './copilot-studio/copilot-studio.ts';
import { createEntra, type Entra } from './entra/entra.ts';
import type { SigningKey } from './entra/signing-keys.ts';
import { listen } from './http/listen.ts';
import { openStateFile, type StateFile } from './microsoft-side-state.ts';
import { playgroundChannel } from './playground/playground-channel.ts';
import type { AgentDialect, CalledAs } from './solution/builder/agent-source.ts';
import { ownSolution } from './solution/builder/own-solution.ts';
import type { Solution } from './solution/solution.ts';
import type { CustomerChannel } from './teams/customer-channels.ts';
import { createTeams, type Teams } from './teams/teams.ts';

interface App {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface MicrosoftSideOptions {
  /** 0 or absent takes a free one. */
  readonly port?: number;
  readonly tenantId: string;
  /** Signs tokens from the beginning; a new one unless told. */
  readonly signingKey?: SigningKey;
  /** The skill's own app, in whose name it replies. */
  readonly skillApp: App;
  /** The Copilot Studio agent's app, in whose name the skill is called and Teams is spoken to. */
  readonly copilotApp: App;
  /** Of a live chat of Microsoft's, which calls the bridge with tokens. */
  readonly liveChatApp?: App;
  /** How the copilot calls the bridge, or how each customer's does, by the customer's name. Default `skill`. */
  readonly calledAs?: CalledAs | ((customerName: string) => CalledAs);
  /** Where its customers are. Default: Teams. */
  readonly channel?: CustomerChannel;
  /** How it calls a connected agent, where that is not as usual. */
  readonly connection?: Partial<ConnectionHabits>;
  /** In whose name it calls a connected agent. The agent's own app unless told, as in the field. */
  readonly connectionApp?: App;
  /** How the topics of our own agent call the skill. */
  readonly dialect: AgentDialect;
  /** The agent that is played, in place of our own. */
  readonly solution?: Solution;
  /** Hears at once what the Copilot Studio simulator keeps in its `problems`. */
  readonly reported?: (problem: unknown) => void;
  /** Whether skill calls ask for the replies in the body of the answer. Default false. */
  readonly expectReplies?: boolean;
  /** The skill's endpoint; may be given later with {@link MicrosoftSide.connectSkill}. */
  readonly skillUrl?: string;
  /** Keeps chats and topics across a restart; without it they live in memory. */
  readonly stateFile?: string;
  /** How long the skill may take before an activity is delivered again. Default 15000. */
  readonly skillTimeoutMs?: number;
  /** Teams' limits of sends in a conversation. Default false. */
  readonly enforceLimits?: boolean;
  readonly copilotName?: string;
  /** Version of access tokens: `1.0` names the caller in `appid`, `2.0` (default) in `azp`. */
  readonly tokenVersion?: '1.0' | '2.0';
  /** Origin of a page that may show the customer page in a frame. */
  readonly framedBy?: string;
  /** The Agents Playground stands in for our Teams: the copilot hears it, and speaks to its Bot Connector. */
  readonly playground?: PlaygroundAddress;
}

export interface PlaygroundAddress {
  /** Its page. */
  readonly url: string;
  readonly connectorUrl: string;
}

export interface MicrosoftSide {
  readonly url: string;
  readonly port: number;
  readonly authority: string;
  readonly teamsServiceUrl: string;
  /** Where the skill replies. */
  readonly copilotServiceUrl: string;
  /** Where an app talks to the copilot by its connection string. */
  readonly directConnectUrl: string;
  readonly customerPageUrl: string;
  connectSkill(url: string): void;
  /** From now on the skill is told to reply there: a way that leads to `copilotServiceUrl`. */
  takeRepliesAt(url: string): void;
  readonly entra: Entra;
  readonly teams: Teams;
  readonly copilotStudio: CopilotStudio;
  /** Cuts what is open, writes the state file, frees the port. */
  stop(): Promise<void>;
}

type MicrosoftSystems = Pick<MicrosoftSide, 'entra' | 'teams' | 'copilotStudio'> & {
  readonly front: Hono;
};

/** Starts Entra, Teams and Copilot Studio on one port of 127.0.0.1. Rejects when the port is taken. */
export async function startMicrosoftSide(options: MicrosoftSideOptions): Promise<MicrosoftSide> {
  const state = await openStateFile(options.stateFile);
  const stopping = new AbortController();
  let skillUrl = options.skillUrl;
  let repliesAt: string | undefined;
  // The parts name their own origin, which is known only once the server listens.
  let app: Hono | undefined;
  const front = new Hono().all('*', (c) => app?.fetch(c.req.raw, c.env) ?? c.body(null, 503));
  const { url, port, stop } = await listen(front, options.port);
  const copilotServiceUrl = `${url}/copilot-studio/`;
  const serviceUrl = () => repliesAt ?? copilotServiceUrl;
  const place = { url, state, stopping: stopping.signal, skillUrl: () => skillUrl, serviceUrl };
  const systems = await createSystems(options, place);
  app = mounted(systems);
  const { entra, teams, copilotStudio } = systems;

  return {
    entra,
    teams,
    copilotStudio,
    url,
    port,
    authority: entra.authority,
    teamsServiceUrl: options.playground?.connectorUrl ?? `${url}/teams/`,
    copilotServiceUrl,
    directConnectUrl: `${copilotServiceUrl}direct`,
    customerPageUrl: options.playground?.url ?? `${url}/`,
    connectSkill: (to) => {
      skillUrl = to;
    },
    takeRepliesAt: (to) => {
      repliesAt = to;
    },
    stop: async () => {
      stopping.abort(new Error('The simulator stops.'));
      await stop();
      await state.close();
    },
  };
}

interface Place {
  readonly url: string;
  readonly state: StateFile;
  readonly stopping: AbortSignal;
  readonly skillUrl: () => string | undefined;
  readonly serviceUrl: () => string;
}

async function createSystems(options: MicrosoftSideOptions, place: Place): Promise<MicrosoftSystems> {
  const { tenantId, skillApp, copilotApp, copilotName = 'Contoso Agent' } = options;
  const { url, state, stopping, skillUrl, serviceUrl } = place;
  const entra = await createEntra({
    authority: `${url}/entra`,
    tenantId,
    apps: [skillApp, copilotApp, options.liveChatApp, options.connectionApp].filter(
      (app) => app !== undefined,
    ),
    skillClientId: skillApp.clientId,
    copilotClientId: copilotApp.clientId,
    tokenVersion: options.tokenVersion ?? '2.0',
    ...(options.signingKey && { signingKey: options.signingKey }),
  });
  const shared = { entra, tenantId, stopping, changed: state.changed };
  const copilot = { clientId: copilotApp.clientId, name: copilotName };
  const channelUrl = `${url}/copilot-studio/channel/messages`;
  const teams = createTeams({
    ...shared,
    copilot,
    serviceUrl: `${url}/teams/`,
    channelUrl,
    ...(options.channel && { channel: options.channel }),
    enforceLimits: options.enforceLimits ?? false,
    ...(options.framedBy !== undefined && { framedBy: options.framedBy }),
    restored: state.restored.chats,
  });
  const copilotStudio = createCopilotStudio({
    ...shared,
    copilotApp,
    copilotName,
    skillClientId: skillApp.clientId,
    solution: options.solution ?? ownSolution(options.dialect, usualWay(options)),
    ...((options.calledAs ?? 'skill') !== 'skill' && { connection: connectionOf(options) }),
    ...(options.reported ? { reported: options.reported } : {}),
    expectReplies: options.expectReplies ?? false,
    skillUrl,
    skillTimeoutMs: options.skillTimeoutMs ?? 15_000,
    serviceUrl,
    teamsServiceUrl: options.playground?.connectorUrl ?? `${url}/teams/`,
    restored: state.restored.conversations,
  });
  state.keep(() => ({ chats: teams.chats, conversations: copilotStudio.conversations }));
  const front = options.playground
    ? playgroundFront(options.playground, { entra, copilot, channelUrl, stopping })
    : teams.page;
  return { entra, teams, copilotStudio, front };
}

const usualWay = ({ calledAs = 'skill' }: MicrosoftSideOptions): CalledAs =>
  typeof calledAs === 'function' ? 'skill' : calledAs;

/** A skill's wish for replies in the answer is one of a connected agent, too. */
function connectionOf(options: MicrosoftSideOptions) {
  const { skillApp, connectionApp, connection, expectReplies, calledAs, dialect } = options;
  return {
    app: connectionApp ?? skillApp,
    habits: {
      ...usualHabits,
      ...(expectReplies && { deliveryMode: 'expectReplies' as const }),
      ...connection,
    },
    ...(typeof calledAs === 'function' && {
      among: {
        solution: ownSolution(dialect, 'connected-agent'),
        isFor: ({ customer }: ConversationRecord) => calledAs(customer.name) === 'connected-agent',
      },
    }),
  };
}

/** In place of the customer page, whose chats the copilot could not answer. */
function playgroundFront(
  { url, connectorUrl }: PlaygroundAddress,
  shared: Omit<Parameters<typeof playgroundChannel>[0], 'connectorUrl'>,
): Hono {
  return new Hono()
    .get('/', (c) => c.redirect(url))
    .route('/playground', playgroundChannel({ ...shared, connectorUrl }));
}

function mounted({ entra, teams, copilotStudio, front }: MicrosoftSystems): Hono {
  return new Hono()
    .route('/entra', entra.app)
    .route('/teams', teams.connector)
    .route('/copilot-studio', copilotStudio.app)
    .route('/', front);
}
