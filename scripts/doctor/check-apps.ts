import { type AppConnection, appTokens } from '../../src/adapters/bot-framework/identity/tokens.ts';
import { unverifiedClaims } from '../../src/adapters/bot-framework/identity/unverified-claims.ts';
import type { CheckedPoint } from '../../src/adapters/live-chat/vendor.ts';
import type { Config } from '../../src/config/config.ts';
import { fine, unknown, wrong } from './asked.ts';

/** Both apps get a token for the Bot Connector, and it says what it should. */
export async function checkApps(config: Config): Promise<readonly CheckedPoint[]> {
  const { skillApp, copilotApp, botFrameworkScope: scope } = config;
  const apps: readonly (readonly [string, AppConnection | undefined])[] = [
    ['LiveChat', skillApp],
    ['CopilotStudioBot', copilotApp],
  ];
  const points = await Promise.all(
    apps.map(([name, app]) => (app === undefined ? [] : checkApp({ name, app, scope }))),
  );
  return [...points.flat(), scopePoint(config)];
}

/** Entra may give a token for any scope: whether the Bot Connector takes it shows with the first customer. */
function scopePoint({ botFrameworkScope: scope, cloud }: Config): CheckedPoint {
  const tried = 'the scope of tokens for the Bot Connector';
  if (scope === cloud.botFramework.scope) return fine(tried, scope);
  const advice = `HANDOFF_BOT_FRAMEWORK_SCOPE is not the scope of HANDOFF_CLOUD, ${cloud.botFramework.scope}: leave it out unless Microsoft told you otherwise.`;
  return unknown(tried, scope, advice);
}

interface NamedApp {
  readonly name: string;
  readonly app: AppConnection;
  readonly scope: string;
}

async function checkApp({ name, app, scope }: NamedApp): Promise<readonly CheckedPoint[]> {
  const tried = `a token for the app of Connections__${name}`;
  let reason = 'no answer';
  const getToken = appTokens(app, {
    onNoToken: (failure) => {
      reason = failure.reason;
    },
  });
  // The reason was told above.
  const token = await Promise.resolve(getToken(scope)).catch(() => undefined);
  if (token === undefined) return [wrong(tried, reason, adviceFor(reason, name))];
  return [fine(tried, 'given'), claimsPoint({ name, app, scope }, token)];
}

/** What Microsoft documents of the codes that a wrong setting leads to. */
const knownReasons: Readonly<Record<string, string>> = {
  AADSTS7000215:
    'ClientSecret is not the value of a secret of this app. Copy the value, not the secret’s id.',
  AADSTS7000222: 'ClientSecret has expired. Make a new one.',
  AADSTS700016: 'ClientId is no app of the tenant of TenantId.',
  AADSTS90002: 'TenantId is no tenant of this authority.',
  AADSTS500011:
    'HANDOFF_BOT_FRAMEWORK_SCOPE or HANDOFF_CLOUD names something that this tenant does not know.',
  invalid_client: 'ClientId and ClientSecret do not belong together.',
};

const adviceFor = (reason: string, name: string): string =>
  `Connections__${name}__Settings__…: ${knownReasons[reason] ?? 'see whether AuthorityEndpoint is reached from here, and look the code up at https://login.microsoftonline.com/error.'}`;

function claimsPoint({ name, app, scope }: NamedApp, token: string): CheckedPoint {
  const tried = `what the token of Connections__${name} says`;
  const claims = unverifiedClaims(token);
  if (claims === undefined) return fine(tried, 'it is opaque, so nothing can be said of it');
  const { aud, iss, appid, azp } = claims;
  const came = `audience ${String(aud)}, issuer ${String(iss)}, app ${String(appid ?? azp)}`;
  const isFor = String(aud).replace(/\/$/, '') === scope.replace(/\/\.default$/, '');
  const isOf = (appid ?? azp) === app.clientId;
  if (isFor && isOf) return fine(tried, came);
  return wrong(
    tried,
    came,
    `Expected the audience of ${scope} and the app of ClientId: look at HANDOFF_CLOUD.`,
  );
}
