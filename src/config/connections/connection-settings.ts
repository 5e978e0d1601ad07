import type { Cloud } from '../../adapters/bot-framework/clouds.ts';
import { together } from '../../adapters/settings/findings.ts';
import { guidIn, unwrapped } from '../../adapters/settings/guid.ts';
import { type About, setting } from '../../adapters/settings/setting.ts';
import { urlIn } from '../../adapters/settings/urls.ts';
import type { Texts } from './credential-settings.ts';

/** What Microsoft's own tenant is called in the settings of multi-tenant bots. */
const botFrameworkDomain = 'botframework.com';

type Described = Pick<About, 'description' | 'isOptional' | 'whenAbsent'>;

export const tenantSetting = (cloud: Cloud, about: Described) =>
  setting<string>(
    {
      ...about,
      expected:
        'the Microsoft Entra tenant id, a GUID, since no token names a domain, common, organizations or consumers',
    },
    (text) =>
      unwrapped(text).toLowerCase() === botFrameworkDomain ? cloud.botFrameworkTenantId : guidIn(text),
  );

export const clientIdSetting = (owner: string, about: Described) =>
  setting<string>(
    { ...about, expected: `the application (client) id of ${owner}, a GUID, and not its name` },
    guidIn,
  );

const expectedAuthority = 'an https authority, or http on loopback';
const endpointPaths = /\/(v2\.0(\/\.well-known\/openid-configuration)?|oauth2(\/v2\.0)?(\/token)?)$/i;

/** An authority may be pasted with the tenant and the endpoint behind it, as Microsoft's samples write it. */
export const authoritySetting = (cloud: Cloud) =>
  setting(
    {
      description: 'who issues tokens, such as `https://login.microsoftonline.com`; http only on loopback',
      expected: expectedAuthority,
      byDefault: cloud.authority,
      whenAbsent: "the cloud's",
    },
    (text) => urlIn(text)?.replace(endpointPaths, ''),
  );

/** What stands for a tenant in an authority and is not the id of one. */
const noTenant = /^(common|organizations|consumers|.+\..+)$|%(7b|3c)/i;

const lastOf = (authority: string): string => URL.parse(authority)?.pathname.split('/').at(-1) ?? '';

export const withoutTenant = (authority: string): string =>
  guidIn(lastOf(authority)) === undefined ? authority : authority.slice(0, authority.lastIndexOf('/'));

export const sameTenant = (tenant: string, authority: string) =>
  together<Texts, string>([tenant, authority], (its) => {
    const last = lastOf(its[authority] ?? '');
    const named = guidIn(last);
    const isWrong = named === undefined ? noTenant.test(last) : named !== its[tenant];
    const finding = `${authority} names a tenant that is not the TenantId beside it; expected ${expectedAuthority}, without one.`;
    return isWrong ? [finding] : [];
  });

export const connectionType = () => sampleSetting('AzureAD', (value) => /^azuread$/i.test(value));
/** A setting of Microsoft's sample that decides nothing here: it may stay if it says what is so anyway. */
const sampleSetting = (expected: string, isSo: (value: string) => boolean) =>
  setting({ expected, isOptional: true }, (text) => (isSo(unwrapped(text)) ? text : undefined));

export const sampleScopes = (scope: string) =>
  sampleSetting(
    `${scope}, which HANDOFF_BOT_FRAMEWORK_SCOPE decides`,
    (value) => unwrapped(value.replace(/^\[(.*)\]$/s, '$1')) === scope,
  );
