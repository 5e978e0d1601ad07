import { readFile, writeFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { type Credentials, newCredentials } from '../../bridge-environment.ts';
import type { PeerPorts } from '../play/world/peers.ts';

/** What a bridge that runs elsewhere and the simulators have to agree on. */
export interface Agreed {
  readonly credentials: Credentials;
  readonly ports: PeerPorts;
  readonly adminToken: string;
}

/** What an earlier run wrote into this file; absent when there is none. Throws when something is missing in it. */
export async function readAgreed(file: string): Promise<Agreed | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const settings = parseEnv(text);
  const setting = (name: string): string => {
    const value = settings[name];
    if (value === undefined) throw new Error(`${file} has no ${name}; delete the file to start afresh`);
    return value;
  };
  const portOf = (name: string): number => Number(new URL(setting(name)).port);
  const app = (connection: string) => ({
    clientId: setting(`Connections__${connection}__Settings__ClientId`),
    clientSecret: setting(`Connections__${connection}__Settings__ClientSecret`),
  });
  return {
    credentials: {
      tenantId: setting('Connections__LiveChat__Settings__TenantId'),
      skillApp: app('LiveChat'),
      copilotApp: app('CopilotStudioBot'),
      liveChatApp: newCredentials().liveChatApp,
      webhookSecret: setting('LIVECHAT_WEBHOOK_SECRET'),
      apiKey: setting('LIVECHAT_API_KEY'),
    },
    ports: {
      toBridge: portOf('HANDOFF_PUBLIC_URL'),
      toTeams: portOf('HANDOFF_TEAMS_SERVICE_URL'),
      toLiveChat: portOf('LIVECHAT_BASE_URL'),
      microsoft: portOf('Connections__LiveChat__Settings__AuthorityEndpoint'),
    },
    adminToken: setting('HANDOFF_ADMIN_TOKEN'),
  };
}

/** For a first run: new secrets, and whatever ports are free. */
export const newAgreement = (): Agreed => ({
  credentials: newCredentials(),
  ports: { toBridge: 0, toTeams: 0, toLiveChat: 0, microsoft: 0 },
  adminToken: newCredentials().apiKey,
});

/** Writes the settings with which a bridge takes part, for its own start and for our next one. */
export async function writeAgreed(file: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
}
