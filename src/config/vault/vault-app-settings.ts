import { z } from 'zod';
import type { AppConnection } from '../../adapters/bot-framework/identity/tokens/app-connection.ts';
import { missing, together } from '../../adapters/settings/findings.ts';
import type { AppContext } from '../connections/app-settings.ts';
import {
  authoritySetting,
  clientIdSetting,
  tenantSetting,
  withoutTenant,
} from '../connections/connection-settings.ts';
import { credentialChecks } from '../connections/credential-checks.ts';
import {
  type AuthType,
  authTypeOf,
  credentialIn,
  credentialNames,
  credentialSettings,
  type Texts,
} from '../connections/credential-settings.ts';

const named = (name: string) => `Connections__KeyVault__Settings__${name}`;
const [tenant, clientId, authority] = [named('TenantId'), named('ClientId'), named('AuthorityEndpoint')];
const names = credentialNames(named);
const owner = 'the app or identity that reads the vault';
const ownerOfTenant = 'Connections__LiveChat__Settings__TenantId';

/** Who reads the vault: by default the machine's own managed identity, or the one that `ClientId` names. */
export function vaultAppSettings({ cloud, tokenFile }: AppContext, environment: Texts) {
  const otherwise = (its: Texts): AuthType =>
    its[clientId] === undefined ? 'SystemManagedIdentity' : 'UserManagedIdentity';
  // Said to be wrong by who reads that connection, if it is.
  const tenantOfLiveChat = tenantSetting(cloud, {}).safeParse(environment[ownerOfTenant]).data;
  const context = { otherwise, tokenExchangeAudience: cloud.tokenExchangeAudience, tokenFile };
  return z
    .object({
      [tenant]: tenantSetting(cloud, {
        description: 'the tenant of who reads the vault, a GUID',
        isOptional: true,
        whenAbsent: 'that of the LiveChat connection',
      }),
      [clientId]: clientIdSetting(owner, {
        description: `the id of ${owner}, a GUID`,
        isOptional: true,
        whenAbsent: "the machine's own managed identity",
      }),
      ...credentialSettings(names, {
        owner,
        authTypeWhenAbsent:
          'by what is set of the next ones; else a managed identity, which `ClientId` names',
      }),
      [authority]: authoritySetting(cloud),
    })
    .check(
      together<Texts, string>([clientId, names.authType], (its) => {
        const isNeeded = authTypeOf(its, names, otherwise) !== 'SystemManagedIdentity';
        return isNeeded && its[clientId] === undefined
          ? [missing(clientId, `the id of ${owner}, a GUID`)]
          : [];
      }),
      ...credentialChecks({ names, authority, owner, ...context }),
    )
    .transform(
      (its): AppConnection => ({
        tenantId: its[tenant] ?? tenantOfLiveChat ?? '',
        clientId: its[clientId] ?? '',
        credential: credentialIn(its, names, context),
        authority: withoutTenant(its[authority] ?? ''),
      }),
    );
}
