import type { Cloud } from '../adapters/bot-framework/clouds.ts';
import type { AppConnection } from '../adapters/bot-framework/identity/tokens.ts';
import { guidIn, unwrapped } from './guid.ts';
import { readUrl } from './read-url.ts';
import { isSecret } from './setting-checks.ts';
import type { SettingReader } from './setting-reader.ts';

/** Who the bridge is towards Entra, and who may call it. */
export interface AppConfig {
  /** The skill's own app. */
  readonly skillApp: AppConnection;
  /** The Copilot Studio agent's app. */
  readonly copilotApp: AppConnection;
  readonly allowedCallers: readonly string[];
  /** Of tokens for the Bot Connector; overrides the cloud's. */
  readonly botFrameworkScope: string;
}

const owners = {
  LiveChat: "the skill's own app registration",
  CopilotStudioBot: "the Copilot Studio agent's app registration",
} as const;

type ConnectionName = keyof typeof owners;

const settingOf = (connection: ConnectionName, name: string): string =>
  `Connections__${connection}__Settings__${name}`;

/** Reads and checks ids, secrets and authorities; what is wrong goes to the reader's findings. */
export function readApps(reader: SettingReader, cloud: Cloud): AppConfig {
  const botFrameworkScope = readScope(reader, cloud);
  const skillApp = readApp(reader, 'LiveChat', cloud);
  const copilotApp = readApp(reader, 'CopilotStudioBot', cloud);
  for (const connection of ['LiveChat', 'CopilotStudioBot'] as const) {
    checkSampleSettings(reader, connection, botFrameworkScope);
  }
  if (skillApp.clientId !== '' && skillApp.clientId === copilotApp.clientId) {
    reader.findings.push(
      `${settingOf('LiveChat', 'ClientId')} names the Copilot Studio agent's app; expected another one.`,
    );
  }
  return {
    skillApp,
    copilotApp,
    botFrameworkScope,
    allowedCallers: readCallers(reader, copilotApp.clientId),
  };
}

function readApp(reader: SettingReader, connection: ConnectionName, cloud: Cloud): AppConnection {
  const tenantId = readTenant(reader, settingOf(connection, 'TenantId'), cloud);
  return {
    tenantId,
    clientId: readGuid(
      reader,
      settingOf(connection, 'ClientId'),
      `the application (client) id of ${owners[connection]}, a GUID, and not its name`,
    ),
    clientSecret: readSecret(reader, connection),
    authority: readAuthority(reader, { name: settingOf(connection, 'AuthorityEndpoint'), tenantId, cloud }),
  };
}

function readGuid(reader: SettingReader, name: string, expected: string): string {
  return guidIn(reader.checked(name, { expected, isGood: (value) => guidIn(value) !== undefined })) ?? '';
}

/** What Microsoft's own tenant is called in the settings of multi-tenant bots. */
const botFrameworkDomain = 'botframework.com';

function readTenant(reader: SettingReader, name: string, cloud: Cloud): string {
  const tenantIn = (value: string) =>
    unwrapped(value).toLowerCase() === botFrameworkDomain ? cloud.botFrameworkTenantId : guidIn(value);
  const expected =
    'the Microsoft Entra tenant id, a GUID, since no token names a domain, common, organizations or consumers';
  return tenantIn(reader.checked(name, { expected, isGood: (value) => tenantIn(value) !== undefined })) ?? '';
}

/** Microsoft's sample calls it `Secret`, and the Agents SDK `ClientSecret`. */
function readSecret(reader: SettingReader, connection: ConnectionName): string {
  const name = settingOf(connection, 'ClientSecret');
  const sampleName = settingOf(connection, 'Secret');
  const sampleSecret = reader.optional(sampleName);
  const secret = reader.optional(name);
  if (secret !== undefined && sampleSecret !== undefined && unwrapped(secret) !== unwrapped(sampleSecret)) {
    reader.findings.push(`${sampleName} differs from ${name}; expected one of them.`);
  }
  const isTold = secret === undefined && sampleSecret !== undefined;
  const value = reader.checked(isTold ? sampleName : name, {
    expected: `the value of a client secret of ${owners[connection]}, at least 16 characters, not an example, and not the secret's id`,
    isGood: (given) => isClientSecret(unwrapped(given)),
  });
  return unwrapped(value);
}

/** Entra's are printable and have no blanks; a GUID is what the portal shows as the secret's id. */
const isClientSecret = (value: string): boolean =>
  isSecret(value) && /^[\x21-\x7e]+$/.test(value) && guidIn(value) === undefined;

interface Authority {
  readonly name: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
}

const endpointPaths = /\/(v2\.0(\/\.well-known\/openid-configuration)?|oauth2(\/v2\.0)?(\/token)?)$/i;
/** What stands for a tenant in an authority and is not the id of one. */
const noTenant = /^(common|organizations|consumers|.+\..+)$|%(7b|3c)/i;

/** An authority may be pasted with the tenant and the endpoint behind it, as Microsoft's samples write it. */
function readAuthority(reader: SettingReader, { name, tenantId, cloud }: Authority): string {
  const expected = 'an https authority, or http on loopback';
  const given = readUrl(reader, name, expected, cloud.authority).replace(endpointPaths, '');
  const last = URL.parse(given)?.pathname.split('/').at(-1) ?? '';
  const named = guidIn(last);
  if (named !== undefined && named === tenantId) return given.slice(0, given.lastIndexOf('/'));
  const isWrong = named !== undefined || noTenant.test(last);
  if (isWrong) {
    reader.findings.push(
      `${name} names a tenant that is not the TenantId beside it; expected ${expected}, without one.`,
    );
  }
  return given;
}

function readCallers(reader: SettingReader, copilotAppId: string): readonly string[] {
  const name = 'HANDOFF_ALLOWED_CALLERS';
  const value = reader.optional(name);
  if (value === undefined) return [copilotAppId];
  const given = value.replace(/^\[(.*)\]$/s, '$1').split(/[\s,;]+/);
  const callers = given.filter((each) => unwrapped(each) !== '').map(guidIn);
  const known = callers.filter((each) => each !== undefined);
  if (known.length === 0 || known.length < callers.length) {
    reader.findings.push(
      `${name} is not usable; expected app ids, which are GUIDs, comma-separated; * is not allowed.`,
    );
  }
  return [...new Set(known)];
}

function readScope(reader: SettingReader, cloud: Cloud): string {
  return reader.checked('HANDOFF_BOT_FRAMEWORK_SCOPE', {
    expected: 'the scope of tokens for the Bot Connector, such as https://api.botframework.com/.default',
    isGood: (value) => /^[\x21-\x7e]+[^/]\/\.default$/.test(value) && !value.endsWith('/.default/.default'),
    byDefault: cloud.botFramework.scope,
  });
}

/** Settings of Microsoft's sample that decide nothing here: they may stay if they say what is so anyway. */
function checkSampleSettings(reader: SettingReader, connection: ConnectionName, scope: string): void {
  const check = (name: string, expected: string, isSo: (value: string) => boolean): void => {
    const value = reader.optional(name);
    if (value !== undefined && !isSo(unwrapped(value)))
      reader.findings.push(`${name} is not usable; expected ${expected}.`);
  };
  check(`Connections__${connection}__ConnectionType`, 'AzureAD', (value) => /^azuread$/i.test(value));
  check(settingOf(connection, 'AuthType'), 'ClientSecret, since the bridge knows no other way', (value) =>
    /^client_?secret$/i.test(value),
  );
  for (const name of ['Scopes', 'Scopes__0']) {
    const expected = `${scope}, which HANDOFF_BOT_FRAMEWORK_SCOPE decides`;
    check(
      settingOf(connection, name),
      expected,
      (value) => unwrapped(value.replace(/^\[(.*)\]$/s, '$1')) === scope,
    );
  }
}
