import type { AppConnection } from '../../src/adapters/bot-framework/identity/tokens/app-connection.ts';
import { readCertificate } from '../../src/adapters/bot-framework/identity/tokens/certificate.ts';
import { appTokens } from '../../src/adapters/bot-framework/identity/tokens/tokens.ts';
import { unverifiedClaims } from '../../src/adapters/bot-framework/identity/unverified-claims.ts';
import type { CheckedPoint } from '../../src/adapters/live-chat/vendor.ts';
import type { Config } from '../../src/config/config.ts';
import { fine, unknown, wrong } from './asked.ts';
import { tokenAdvice } from './token-advice.ts';

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
  const certificate = certificatePoint(name, app);
  if (token === undefined) return [wrong(tried, reason, tokenAdvice(reason, name)), ...certificate];
  return [
    fine(tried, givenBy[app.credential.kind]),
    claimsPoint({ name, app, scope }, token),
    ...certificate,
  ];
}

const givenBy = {
  secret: 'given for the client secret',
  certificate: 'given for the certificate',
  federated: 'given for the managed identity that vouches for it',
  workload: 'given for the token of the platform',
  'managed-identity': 'given to the managed identity',
} as const;

const days = 86_400_000;

/** A certificate is found to be over only when it is, unless it is looked at. */
function certificatePoint(name: string, { credential }: AppConnection): readonly CheckedPoint[] {
  if (credential.kind !== 'certificate') return [];
  const tried = `the certificate of Connections__${name}`;
  const read = readCertificate(credential.certificate, credential.key);
  if (typeof read === 'string') return [wrong(tried, read, tokenAdvice(`certificate-${read}`, name))];
  const left = Math.floor((read.expiresAt - Date.now()) / days);
  const came = `good for ${left} days`;
  const advice =
    'Replace CertPemFile and CertKeyFile in time: new ones count from the next token, without a restart.';
  return [left < 30 ? unknown(tried, came, advice) : fine(tried, came)];
}

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
