import { Container } from 'inversify';
import type { Config } from '../config/config.ts';
import { applicationModule } from './application.ts';
import { botFrameworkModule } from './bot-framework.ts';
import { callersModule } from './callers.ts';
import { channelsModule } from './channels.ts';
import { circuitBreakersModule } from './circuit-breakers.ts';
import { deliveryModule } from './delivery.ts';
import { feedsModule } from './feeds.ts';
import { httpModule, serverModule } from './http.ts';
import { liveChatModule } from './live-chat.ts';
import { operatorsModule } from './operators.ts';
import type { Parts } from './parts/parts.ts';
import type { Platform } from './parts/platform.ts';
import { platformModule } from './platform.ts';
import { storageModule } from './storage.ts';
import { sweepingModule } from './sweeping.ts';
import { tracingModule } from './tracing.ts';

export interface Composition
  extends Pick<
    Parts,
    'app' | 'server' | 'deliveries' | 'feeds' | 'sweeping' | 'expireSessions' | 'applyRetention' | 'metrics'
  > {
  /** Stops accepting, finishes what is under way, and closes what was opened. What still waits stays in the outbox. */
  stop(): Promise<void>;
}

/** Wires everything; nothing runs yet. */
export function compose(config: Config, platform: Platform): Composition {
  const container = new Container({ defaultScope: 'Singleton' });
  const storage = storageModule(platform);
  const tracing = platform.tracing ? [tracingModule(platform.tracing)] : [];
  // A port that several modules decorate is decorated in this order, and routes are matched in it.
  container.load(platformModule(config, platform), storage, ...tracing, circuitBreakersModule);
  container.load(applicationModule, deliveryModule, sweepingModule, botFrameworkModule, channelsModule);
  container.load(callersModule, liveChatModule, feedsModule, operatorsModule, httpModule, serverModule);
  const part = <Name extends keyof Parts>(name: Name) => container.get<Parts[Name]>(name);
  return {
    app: part('app'),
    server: part('server'),
    deliveries: part('deliveries'),
    feeds: part('feeds'),
    sweeping: part('sweeping'),
    expireSessions: part('expireSessions'),
    applyRetention: part('applyRetention'),
    metrics: part('metrics'),
    async stop() {
      const swept = container.unloadAsync(sweepingModule);
      await container.unloadAsync(serverModule);
      await container.unloadAsync(feedsModule);
      await container.unloadAsync(deliveryModule);
      await swept;
      await container.unloadAsync(storage);
      await container.unloadAsync(...tracing);
    },
  };
}
