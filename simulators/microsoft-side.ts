import { Hono } from 'hono';
import { type CopilotStudio, createCopilotStudio } from './copilot-studio/copilot-studio.ts';
import type { Dialect } from './copilot-studio/skill-activities.ts';
import { createEntra, type Entra } from './entra/entra.ts';
import { listen } from './http/listen.ts';
import { openStateFile, type StateFile } from './microsoft-side-state.ts';
import { createTeams, type Teams } from './teams/teams.ts';

interface App {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface MicrosoftSideOptions {
  /** 0 or absent takes a free one. */
  readonly port?: number;
  readonly tenantId: string;
  /** The skill's own app, in whose name it replies. */
  readonly skillApp: App;
  /** The Copilot Studio agent's app, in whose name the skill is called and Teams is spoken to. */
  readonly copilotApp: App;
  /** How the copilot's topics call the skill. */
  readonly dialect: Dialect;
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
}

export interface MicrosoftSide {
  readonly url: string;
  readonly port: number;
  readonly authority: string;
  readonly teamsServiceUrl: string;
  readonly customerPageUrl: string;
  connectSkill(url: string): void;
  readonly entra: Entra;
  readonly teams: Teams;
  readonly copilotStudio: CopilotStudio;
  /** Cuts what is open, writes the state file, frees the port. */
  stop(): Promise<void>;
}

type Parts = Pick<MicrosoftSide, 'entra' | 'teams' | 'copilotStudio'>;

/** Starts Entra, Teams and Copilot Studio on one port of 127.0.0.1. Rejects when the port is taken. */
export async function startMicrosoftSide(options: MicrosoftSideOptions): Promise<MicrosoftSide> {
  const state = await openStateFile(options.stateFile);
  const stopping = new AbortController();
  let skillUrl = options.skillUrl;
  // The parts name their own origin, which is known only once the server listens.
  let app: Hono | undefined;
  const front = new Hono().all('*', (c) => app?.fetch(c.req.raw, c.env) ?? c.body(null, 503));
  const { url, port, stop } = await listen(front, options.port);
  const parts = await makeParts(options, { url, state, stopping: stopping.signal, skillUrl: () => skillUrl });
  app = mounted(parts);

  return {
    ...parts,
    url,
    port,
    authority: parts.entra.authority,
    teamsServiceUrl: `${url}/teams/`,
    customerPageUrl: `${url}/`,
    connectSkill: (to) => {
      skillUrl = to;
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
}

async function makeParts(options: MicrosoftSideOptions, place: Place): Promise<Parts> {
  const { tenantId, skillApp, copilotApp, copilotName = 'Contoso Agent' } = options;
  const { url, state, stopping, skillUrl } = place;
  const entra = await createEntra({
    authority: `${url}/entra`,
    tenantId,
    apps: [skillApp, copilotApp],
    skillClientId: skillApp.clientId,
    copilotClientId: copilotApp.clientId,
    tokenVersion: options.tokenVersion ?? '2.0',
  });
  const shared = { entra, tenantId, stopping, changed: state.changed };
  const teams = createTeams({
    ...shared,
    copilot: { clientId: copilotApp.clientId, name: copilotName },
    serviceUrl: `${url}/teams/`,
    channelUrl: `${url}/copilot-studio/channel/messages`,
    enforceLimits: options.enforceLimits ?? false,
    restored: state.restored.chats,
  });
  const copilotStudio = createCopilotStudio({
    ...shared,
    copilotApp,
    copilotName,
    skillClientId: skillApp.clientId,
    dialect: options.dialect,
    expectReplies: options.expectReplies ?? false,
    skillUrl,
    skillTimeoutMs: options.skillTimeoutMs ?? 15_000,
    serviceUrl: `${url}/copilot-studio/`,
    teamsServiceUrl: `${url}/teams/`,
    restored: state.restored.conversations,
  });
  state.keep(() => ({ chats: teams.chats, conversations: copilotStudio.conversations }));
  return { entra, teams, copilotStudio };
}

function mounted({ entra, teams, copilotStudio }: Parts): Hono {
  return new Hono()
    .route('/entra', entra.app)
    .route('/teams', teams.connector)
    .route('/copilot-studio', copilotStudio.app)
    .route('/', teams.page);
}
