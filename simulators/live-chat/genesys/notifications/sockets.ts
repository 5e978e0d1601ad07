import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Sockets {
  /** Where a channel's socket is. Resolves once it can be connected to. */
  addressOf(channel: string): Promise<string>;
  /** The socket of a channel, where one is open. */
  of(channel: string): WebSocket | undefined;
  all(): readonly (readonly [channel: string, socket: WebSocket])[];
}

/** Sockets on a port of their own, as the platform has them on a host of its own; it listens once an address is asked for. */
export function notificationSockets(
  onOpen: (channel: string, socket: WebSocket) => void,
  stopping: AbortSignal,
): Sockets {
  const open = new Map<string, WebSocket>();
  let listening: Promise<number> | undefined;

  async function listen(): Promise<number> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    stopping.addEventListener('abort', () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
    });
    server.on('connection', (socket, request) => {
      const channel = decodeURIComponent(/^\/channels\/([^/?]+)/.exec(request.url ?? '')?.[1] ?? '');
      // One socket a channel: a new one takes the place of the other.
      open.get(channel)?.close(1_000, 'replaced');
      open.set(channel, socket);
      socket.on('close', () => {
        if (open.get(channel) === socket) open.delete(channel);
      });
      onOpen(channel, socket);
    });
    await once(server, 'listening');
    const address: AddressInfo | string | null = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the sockets have no port');
    return address.port;
  }

  return {
    async addressOf(channel) {
      listening ??= listen();
      return `ws://127.0.0.1:${await listening}/channels/${encodeURIComponent(channel)}`;
    },
    of: (channel) => open.get(channel),
    all: () => [...open],
  };
}
