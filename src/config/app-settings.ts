import { z } from 'zod';
import type { Cloud } from '../adapters/bot-framework/clouds.ts';
import type { AppConnection } from '../adapters/bot-framework/identity/tokens.ts';
import {
  authoritySetting,
  authType,
  clientIdSetting,
  clientSecretSetting,
  connectionType,
  oneSecret,
  sameTenant,
  sampleScopes,
  tenantSetting,
  withoutTenant,
} from './connection-settings.ts';

/** The cloud on which the settings of an app registration depend. */
export interface AppContext {
  readonly cloud: Cloud;
  /** Of tokens for the Bot Connector. */
  readonly scope: string;
}

interface App {
  readonly connection: string;
  readonly owner: string;
  /** The values of other settings with which it is read. Default: always. */
  readonly neededWith?: string;
}

/** The settings of one app registration. The names are those of the Microsoft 365 Agents SDK. */
function appSettings({ connection, owner, neededWith }: App, { cloud, scope }: AppContext) {
  const named = (name: string) => `Connections__${connection}__Settings__${name}`;
  const tenant = named('TenantId');
  const clientId = named('ClientId');
  const authority = named('AuthorityEndpoint');
  /** Microsoft's sample calls it `Secret`, and the Agents SDK `ClientSecret`. */
  const [secret, sample] = [named('ClientSecret'), named('Secret')];
  return z
    .object({
      [tenant]: tenantSetting(cloud, `the tenant of ${owner}, a GUID`),
      [clientId]: clientIdSetting(owner, `the id of ${owner}, a GUID`),
      [secret]: clientSecretSetting({ owner, neededWith }, `the *value* of a client secret of ${owner}`),
      [authority]: authoritySetting(cloud),
      [`Connections__${connection}__ConnectionType`]: connectionType(),
      [sample]: clientSecretSetting({ owner, neededWith }),
      [named('AuthType')]: authType(),
      [named('Scopes')]: sampleScopes(scope),
      [named('Scopes__0')]: sampleScopes(scope),
    })
    .check(sameTenant(tenant, authority), oneSecret({ secret, sample, owner, neededWith }))
    .transform(
      (its): AppConnection => ({
        tenantId: its[tenant] ?? '',
        clientId: its[clientId] ?? '',
        clientSecret: its[secret] ?? its[sample] ?? '',
        authority: withoutTenant(its[authority] ?? ''),
      }),
    );
}

export const skillAppSettings = (context: AppContext) =>
  appSettings({ connection: 'LiveChat', owner: "the skill's own app registration" }, context);

/** Read where the bridge is called as a skill: as a connected agent it never speaks in the copilot's name. */
export const copilotAppSettings = (context: AppContext) =>
  appSettings(
    {
      connection: 'CopilotStudioBot',
      owner: "the Copilot Studio agent's app registration",
      neededWith: 'HANDOFF_CALLED_AS=skill and both',
    },
    context,
  );

/** The skill's tokens would be the copilot's. */
export const twoApps = ({
  skillApp,
  copilotApp,
}: {
  readonly skillApp: AppConnection;
  /** Absent where the bridge is not called as a skill. */
  readonly copilotApp: AppConnection | undefined;
}): readonly string[] =>
  skillApp.clientId === copilotApp?.clientId
    ? [
        "Connections__LiveChat__Settings__ClientId names the Copilot Studio agent's app; expected another one.",
      ]
    : [];
