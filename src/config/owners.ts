import { z } from 'zod';
import { vendors } from '../adapters/live-chat/vendors.ts';
import { together } from '../adapters/settings/findings.ts';
import { type About, settingsIn } from '../adapters/settings/setting.ts';
import { calledAsIn, callerSettings } from './caller-settings.ts';
import { channelSettings, directLineIsAllowed } from './channel-settings.ts';
import { cloudIn, cloudSettings, scopeIn } from './cloud-settings.ts';
import { connectedAgentSettings, needsCallbackSecret } from './connected-agent-settings.ts';
import { copilotAppSettings, skillAppSettings, twoApps } from './connections/app-settings.ts';
import { egressSettings } from './egress-settings.ts';
import type { Environment } from './environment.ts';
import { liveChatKindSettings, vendorIn } from './live-chat-settings.ts';
import { rateSettings } from './rate-settings.ts';
import { operatorSettings, serviceSettings } from './service-settings.ts';
import { retentionSettings, sessionSettings } from './session-settings.ts';
import { skillSettings } from './skill-settings.ts';
import { databaseSettings, storageSettings } from './storage-settings.ts';
import { teamsSettings } from './teams-settings.ts';
import { metricsExportOwner } from './telemetry/metrics-export-settings.ts';
import { tracingOwner } from './telemetry/tracing-settings.ts';
import { vaultAppSettings } from './vault/vault-app-settings.ts';
import { vaultSettings } from './vault/vault-settings.ts';
import { settingsOfVendors } from './vendor-settings.ts';

/** One schema per owner of settings. Some depend on settings of others: which are read at all, and what their defaults are. */
export function ownersIn(environment: Environment) {
  const cloud = cloudIn(environment);
  const calledAs = calledAsIn(environment);
  const tokenFile = environment.AZURE_FEDERATED_TOKEN_FILE;
  const app = { cloud, scope: scopeIn(environment, cloud), tokenFile };
  return z
    .object({
      service: serviceSettings,
      vault: hasVault(environment) ? vaultSettings : notRead,
      vaultApp: hasVault(environment) ? vaultAppSettings(app, environment) : notRead,
      storage: storageSettings,
      database: environment.HANDOFF_STORE === 'postgres' ? databaseSettings : notRead,
      skillApp: skillAppSettings(app),
      copilotApp: calledAs.has('skill') ? copilotAppSettings(app) : notRead,
      cloud: cloudSettings(cloud),
      caller: callerSettings,
      skill: skillSettings,
      connectedAgent: calledAs.has('connected-agent') ? connectedAgentSettings : notRead,
      teams: teamsSettings,
      channels: channelSettings,
      session: sessionSettings,
      retention: retentionSettings,
      operators: operatorSettings,
      rates: rateSettings,
      liveChatKind: liveChatKindSettings,
      liveChat: vendorIn(environment).settings,
      egress: egressSettings,
      tracing: tracingOwner(environment),
      metricsExport: metricsExportOwner(environment),
    })
    .check(
      together(['skillApp', 'copilotApp'], twoApps),
      together(['skillApp', 'connectedAgent'], needsCallbackSecret),
      together(['channels', 'cloud'], directLineIsAllowed),
    );
}

export const hasVault = (environment: Environment): boolean =>
  environment.HANDOFF_KEY_VAULT_URL !== undefined || environment.HANDOFF_KEY_VAULT_SECRETS !== undefined;

const notRead = z.unknown().transform(() => undefined);

const allRead: Environment = {
  HANDOFF_KEY_VAULT_URL: 'https://contoso.vault.azure.net',
  HANDOFF_STORE: 'postgres',
  HANDOFF_CALLED_AS: 'both',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector',
};

/** Every setting that there is, by name, in the order of the table in docs/settings.md. */
export const allSettings: ReadonlyMap<string, About> = new Map(
  Object.entries(ownersIn(allRead).shape).flatMap(([name, owner]) => [
    ...(name === 'liveChat' ? settingsOfVendors(vendors) : settingsIn(owner)),
  ]),
);
