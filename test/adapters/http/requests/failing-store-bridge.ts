import { bridgeEnvironment, newCredentials } from '../../../../simulators/bridge-environment.ts';
import { startMicrosoftSide } from '../../../../simulators/microsoft-side.ts';
import { startHttpServer } from '../../../../src/adapters/http/server/http-server.ts';
import { inMemoryStore } from '../../../../src/adapters/storage/in-memory/in-memory-store.ts';
import { systemClock } from '../../../../src/adapters/system/clock.ts';
import { systemIds } from '../../../../src/adapters/system/ids.ts';
import { pinoLog } from '../../../../src/adapters/system/log.ts';
import { readConfig } from '../../../../src/config/config.ts';
import { compose } from '../../../../src/wiring/compose.ts';

/** The bridge's HTTP surface over a store whose every reading and writing fails with what `failure` makes. */
export async function startFailingStoreBridge(
  failure: () => Error,
  liveChatKind: 'reference' | 'contoso-sample' = 'reference',
) {
  const credentials = newCredentials();
  const { tenantId, skillApp, copilotApp } = credentials;
  const microsoft = await startMicrosoftSide({ tenantId, skillApp, copilotApp, dialect: 'reference' });
  const environment = bridgeEnvironment({
    port: 0,
    credentials,
    authority: microsoft.authority,
    teamsServiceUrl: microsoft.teamsServiceUrl,
    liveChatUrl: 'http://127.0.0.1:9',
    liveChatKind,
    dataDirectory: '/nonexistent',
  });
  const config = readConfig({ ...environment, HANDOFF_STORE: 'memory' });
  const fail = async () => {
    throw failure();
  };
  const store = { ...inMemoryStore({ clock: systemClock }), commit: fail, ofLiveChat: fail };
  const logLines: string[] = [];
  const log = pinoLog('info', { write: (line) => void logLines.push(line) });
  const { app } = compose(config, { store, clock: systemClock, ids: systemIds, log });
  const server = await startHttpServer(app, config);
  const url = `http://127.0.0.1:${server.port}`;
  microsoft.connectSkill(`${url}/api/messages`);
  const stop = () => Promise.all([server.stop(100), microsoft.stop()]);
  return { url, microsoft, credentials, logLines, stop };
}
