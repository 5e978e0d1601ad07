import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { Agent as SecureAgent, type AgentOptions as SecureOptions } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { type ProxySettings, proxyChoice } from '../http/client/proxies.ts';
import { tunnelThrough } from '../http/client/proxy-tunnel.ts';

/** Files of certificates and keys for the collector, as OTEL_EXPORTER_OTLP_… name them. */
export interface CollectorFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface CollectorWay {
  readonly proxies: ProxySettings;
  readonly files?: CollectorFiles;
}

/** Agents for the exporter, which makes its requests with Node's own client. They replace its own, files and all. */
export function tunnelledAgents({ proxies, files = {} }: CollectorWay): (protocol: string) => Agent {
  const proxyFor = proxyChoice(proxies);
  return (protocol) => {
    const isSecure = protocol === 'https:';
    const certificates = contentsOf(files);
    const agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true, ...certificates });
    const directly = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback) => {
      const hostname = options.host ?? '';
      const destination = { protocol, hostname, port: Number(options.port ?? (isSecure ? 443 : 80)) };
      const proxy = proxyFor(destination);
      if (proxy === undefined || !callback) return directly(options, callback);
      tunnelThrough(proxy, destination).then(
        (socket) => callback(null, isSecure ? secured(socket, hostname, certificates) : socket),
        // Node's types ask for a stream beside the error; there is none.
        (error: Error) => (callback as (error: Error) => void)(error),
      );
      return undefined;
    };
    return agent;
  };
}

function secured(socket: Socket, host: string, certificates: SecureOptions): Socket {
  return connect({ ...certificates, socket, host, ...(isIP(host) === 0 && { servername: host }) });
}

/** A file that cannot be read is left out, as the exporter does. */
function contentsOf(files: CollectorFiles): SecureOptions {
  const read = (name: keyof CollectorFiles) => {
    try {
      const file = files[name];
      return file === undefined ? {} : { [name]: readFileSync(file) };
    } catch {
      return {};
    }
  };
  return { ...read('ca'), ...read('cert'), ...read('key') };
}
