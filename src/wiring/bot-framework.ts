import type { AppConnection } from '../adapters/bot-framework/identity/tokens/app-connection.ts';
import { type AppTokensOptions, appTokens } from '../adapters/bot-framework/identity/tokens/tokens.ts';
import { serviceHosts } from '../adapters/bot-framework/service-hosts.ts';
import { throttledWarning } from '../adapters/http/limits/throttled-warning.ts';
import type { Log } from '../application/ports/log.ts';
import { moduleOf } from './provide.ts';

/** What callers and channels share: tokens, and where may be spoken to. */
export const botFrameworkModule = moduleOf(({ provide }) => {
  provide('allowsServiceUrl', ({ config }) => serviceHosts(config.allowedServiceHosts), ['config']);
  provide('tokenWarnings', ({ log }) => tokenWarnings(log), ['log']);
  provide(
    'skillTokens',
    ({ latest, tokenWarnings: warnings }) =>
      appTokens(
        withCredential(latest().skillApp, () => latest().skillApp),
        warnings,
      ),
    ['latest', 'tokenWarnings'],
  );
});

/** What proves the app is that of now, whenever it is read. */
export const withCredential = (
  connection: AppConnection,
  latest: () => AppConnection | undefined,
): AppConnection => ({
  ...connection,
  get credential() {
    return (latest() ?? connection).credential;
  },
});

/** One line tells operators why; the messages that wait for the token say `no-token` or `401` alone. */
function tokenWarnings(log: Log): AppTokensOptions {
  const warn = throttledWarning(log, 'no-token');
  return {
    onNoToken: ({ appId, scope, reason }) =>
      warn(`${appId} ${scope} ${reason}`, { app: appId, scope, reason }),
    onRefused: ({ appId, scope }) => log.warn({ app: appId, scope }, 'token-refused'),
  };
}
