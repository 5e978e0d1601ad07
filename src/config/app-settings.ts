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

const skill = "the skill's own app registration";

/** The skill's own app. The names are those of the Microsoft 365 Agents SDK. */
export const skillAppSettings = ({ cloud, scope }: AppContext) =>
  z
    .object({
      Connections__LiveChat__Settings__TenantId: tenantSetting(cloud, `the tenant of ${skill}, a GUID`),
      Connections__LiveChat__Settings__ClientId: clientIdSetting(skill, `the id of ${skill}, a GUID`),
      Connections__LiveChat__Settings__ClientSecret: clientSecretSetting(
        skill,
        `the *value* of a client secret of ${skill}`,
      ),
      Connections__LiveChat__Settings__AuthorityEndpoint: authoritySetting(cloud),
      Connections__LiveChat__ConnectionType: connectionType(),
      Connections__LiveChat__Settings__Secret: clientSecretSetting(skill),
      Connections__LiveChat__Settings__AuthType: authType(),
      Connections__LiveChat__Settings__Scopes: sampleScopes(scope),
      Connections__LiveChat__Settings__Scopes__0: sampleScopes(scope),
    })
    .check(
      sameTenant(
        'Connections__LiveChat__Settings__TenantId',
        'Connections__LiveChat__Settings__AuthorityEndpoint',
      ),
      oneSecret({
        secret: 'Connections__LiveChat__Settings__ClientSecret',
        sample: 'Connections__LiveChat__Settings__Secret',
        owner: skill,
      }),
    )
    .transform(
      (its): AppConnection => ({
        tenantId: its.Connections__LiveChat__Settings__TenantId,
        clientId: its.Connections__LiveChat__Settings__ClientId,
        clientSecret:
          its.Connections__LiveChat__Settings__ClientSecret ??
          its.Connections__LiveChat__Settings__Secret ??
          '',
        authority: withoutTenant(its.Connections__LiveChat__Settings__AuthorityEndpoint),
      }),
    );

const copilot = "the Copilot Studio agent's app registration";

/** The Copilot Studio agent's app. */
export const copilotAppSettings = ({ cloud, scope }: AppContext) =>
  z
    .object({
      Connections__CopilotStudioBot__Settings__TenantId: tenantSetting(cloud, `the tenant of ${copilot}`),
      Connections__CopilotStudioBot__Settings__ClientId: clientIdSetting(copilot, `the id of ${copilot}`),
      Connections__CopilotStudioBot__Settings__ClientSecret: clientSecretSetting(
        copilot,
        `the *value* of a client secret of ${copilot}`,
      ),
      Connections__CopilotStudioBot__Settings__AuthorityEndpoint: authoritySetting(cloud),
      Connections__CopilotStudioBot__ConnectionType: connectionType(),
      Connections__CopilotStudioBot__Settings__Secret: clientSecretSetting(copilot),
      Connections__CopilotStudioBot__Settings__AuthType: authType(),
      Connections__CopilotStudioBot__Settings__Scopes: sampleScopes(scope),
      Connections__CopilotStudioBot__Settings__Scopes__0: sampleScopes(scope),
    })
    .check(
      sameTenant(
        'Connections__CopilotStudioBot__Settings__TenantId',
        'Connections__CopilotStudioBot__Settings__AuthorityEndpoint',
      ),
      oneSecret({
        secret: 'Connections__CopilotStudioBot__Settings__ClientSecret',
        sample: 'Connections__CopilotStudioBot__Settings__Secret',
        owner: copilot,
      }),
    )
    .transform(
      (its): AppConnection => ({
        tenantId: its.Connections__CopilotStudioBot__Settings__TenantId,
        clientId: its.Connections__CopilotStudioBot__Settings__ClientId,
        clientSecret:
          its.Connections__CopilotStudioBot__Settings__ClientSecret ??
          its.Connections__CopilotStudioBot__Settings__Secret ??
          '',
        authority: withoutTenant(its.Connections__CopilotStudioBot__Settings__AuthorityEndpoint),
      }),
    );

/** The skill's tokens would be the copilot's. */
export const twoApps = ({
  skillApp,
  copilotApp,
}: Readonly<Record<'skillApp' | 'copilotApp', AppConnection>>): readonly string[] =>
  skillApp.clientId === copilotApp.clientId
    ? [
        "Connections__LiveChat__Settings__ClientId names the Copilot Studio agent's app; expected another one.",
      ]
    : [];
