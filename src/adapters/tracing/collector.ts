import { setTimeout as sleep } from 'node:timers/promises';
import {
  detectResources,
  type Resource,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import type { ProxySettings } from '../http/client/proxies.ts';
import { type CollectorFiles, tunnelledAgents } from './tunnelled-agent.ts';

/** Who sends, with what OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES add. */
export const ownResource = (): Resource =>
  resourceFromAttributes({ 'service.name': 'handoff-bridge' }).merge(
    detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }),
  );

/** What an exporter needs to reach its collector; it reads OTEL_EXPORTER_OTLP_… itself. */
export const wayToCollector = (proxies?: ProxySettings, files?: CollectorFiles) =>
  proxies && { httpAgentOptions: tunnelledAgents({ proxies, ...(files && { files }) }) };

/** How long the end of the process waits for a collector to take what is left, in milliseconds. */
const patienceMs = 3_000;

/** Sends what is left. A collector that is down must not delay the end of the process. */
export const endInTime = (provider: { shutdown(): Promise<void> }): Promise<void> =>
  Promise.race([provider.shutdown().catch(() => undefined), sleep(patienceMs)]);
