import { z } from 'zod';
import type { Cloud } from '../../adapters/bot-framework/clouds.ts';
import type { AppConnection } from '../../adapters/bot-framework/identity/tokens/app-connection.ts';
import {
  authoritySetting,
  clientIdSetting,
  connectionType,
  sameTenant,
  sampleScopes,
  tenantSetting,
  withoutTenant,
} from './connection-settings.ts';
import { credentialChecks } from './credential-checks.ts';
import {
  type CredentialOwner,
  credentialIn,
  credentialNames,
  credentialSettings,
} from './credential-settings.ts';

/** What the settings of an app registration depend on. */
export interface AppContext {
  readonly cloud: Cloud;
  /** Of tokens for the Bot Connector. */
  readonly scope: string;
  /** Where the platform keeps its token for this process, if it does. */
  readonly tokenFile: string | undefined;
}

interface App extends CredentialOwner {
  readonly connection: string;
}

/** The settings of one app registration. The names are those of the Microsoft 365 Agents SDK. */
function appSettings({ connection, ...owner }: App, { cloud, scope, tokenFile }: AppContext) {
  const named = (name: string) => `Connections__${connection}__Settings__${name}`;
  const tenant = named('TenantId');
  const clientId = named('ClientId');
  const authority = named('AuthorityEndpoint');
  const names = credentialNames(named);
  const context = { tokenExchangeAudience: cloud.tokenExchangeAudience, tokenFile };
  return z
    .object({
      [tenant]: tenantSetting(cloud, { description: `the tenant of ${owner.owner}, a GUID` }),
      [clientId]: clientIdSetting(owner.owner, { description: `the id of ${owner.owner}, a GUID` }),
      ...credentialSettings(names, owner),
      [authority]: authoritySetting(cloud),
      [`Connections__${connection}__ConnectionType`]: connectionType(),
      [named('Scopes')]: sampleScopes(scope),
      [named('Scopes__0')]: sampleScopes(scope),
    })
    .check(sameTenant(tenant, authority), ...credentialChecks({ names, authority, ...owner, ...context }))
    .transform(
      (its): AppConnection => ({
        tenantId: its[tenant] ?? '',
        clientId: its[clientId] ?? '',
        credential: credentialIn(its, names, context),
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
