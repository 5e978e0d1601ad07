import { randomBytes } from 'node:crypto';
import { serviceNow } from '../../../../src/adapters/live-chat/servicenow/vendor.ts';
import type { LiveChatPlatform, OpenedLiveChat } from '../../../../src/adapters/live-chat/vendor.ts';
import { systemClock } from '../../../../src/adapters/system/clock.ts';
import { pinoLog } from '../../../../src/adapters/system/log.ts';
import { json, type OddServer, oddServer } from '../../http/client/odd-server.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** An instance that agrees to everything, unless it was told otherwise for the next requests. */
export interface ScriptedInstance extends OddServer {
  /** The bodies that it was sent, oldest first. */
  bodies(): readonly Fields[];
}

export async function scriptedInstance(): Promise<ScriptedInstance> {
  const server = await oddServer(json(200, { status: 'success' }));
  const bodies = () => server.heard.map(({ body }): Fields => (body === '' ? {} : JSON.parse(body)));
  return Object.assign(server, { bodies });
}

export const secret = (): string => randomBytes(18).toString('base64url');

/** Settings of a bridge for an instance, by Basic in both directions as far as nothing else is said. */
export const environmentFor = (instanceUrl: string, changes: Readonly<Record<string, string>> = {}) => ({
  LIVECHAT_BASE_URL: instanceUrl,
  LIVECHAT_SERVICENOW_USER: 'handoff.bridge',
  LIVECHAT_SERVICENOW_PASSWORD: secret(),
  LIVECHAT_SERVICENOW_CALLBACK_SECRET: secret(),
  ...changes,
});

/** The adapter alone, and what it has logged. */
export function openedFor(
  instanceUrl: string,
  changes: Readonly<Record<string, string>> = {},
): OpenedLiveChat & { readonly logged: () => string } {
  const lines: string[] = [];
  const platform: LiveChatPlatform = {
    publicUrl: 'https://bridge.contoso.com',
    getToken: () => 'not used',
    entraBearer: () => () => ({ outcome: 'authenticated' }),
    clock: systemClock,
    log: pinoLog('info', { write: (line: string) => void lines.push(line) }),
  };
  const opened = serviceNow.settings.parse(environmentFor(instanceUrl, changes)).open(platform);
  return { ...opened, logged: () => lines.join('') };
}
