import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { streamed } from '../../../http/streamed.ts';
import type { RouteOptions } from '../../vendor.ts';
import { jsonIn } from '../../wire-reader.ts';
import { choicesIn } from '../choices.ts';
import { notificationSockets } from './sockets.ts';

/** The channels of one OAuth client, and what is told on them. Nothing is told again. */
export interface Notifications {
  open(): Promise<{ readonly id: string; readonly connectUri: string; readonly expires: string }>;
  list(): readonly { readonly id: string }[];
  /** Absent where there is no such channel. */
  topicsOf(channel: string): Set<string> | undefined;
  tell(topic: string, eventBody: object): void;
  /** Announces to all that their sockets close. */
  announceClosing(): void;
  /** Says to all that it is alive. */
  beat(): void;
  /** Cuts all sockets, as a broken connection would. */
  cut(): void;
}

const mostChannels = 20;
const heartbeatMs = 30_000;
const lifeMs = 24 * 3_600_000;

const heartbeat = { message: 'WebSocket Heartbeat' };
const asked = z.object({ message: z.literal('ping') });

export function notifications({ choices, pause, stopping }: RouteOptions): Notifications {
  const channels = new Map<string, Set<string>>();
  const say = (socket: WebSocket, topicName: string, eventBody: object): void => {
    if (choicesIn(choices()).isSilent || socket.readyState !== socket.OPEN) return;
    const frame = JSON.stringify({ topicName, version: '2', eventBody, metadata: {} });
    socket.send(frame);
    streamed.publish(frame);
  };
  const sockets = notificationSockets((channel, socket) => {
    if (!channels.has(channel) || choicesIn(choices()).refusesSockets)
      return socket.close(4_404, 'no such channel');
    socket.on('message', (data) => {
      if (asked.safeParse(jsonIn(String(data))).success) say(socket, 'channel.metadata', { message: 'pong' });
    });
    void beat(socket);
  }, stopping);

  async function beat(socket: WebSocket): Promise<void> {
    while ((await pause(heartbeatMs)) === 'passed' && socket.readyState === socket.OPEN)
      say(socket, 'channel.metadata', heartbeat);
  }

  return {
    async open() {
      const id = `streaming-${randomUUID()}`;
      const [oldest] = channels.keys();
      if (channels.size >= mostChannels && oldest !== undefined) {
        channels.delete(oldest);
        sockets.of(oldest)?.close(1_000, 'dropped');
      }
      channels.set(id, new Set());
      const expires = new Date(Date.now() + lifeMs).toISOString();
      return { id, connectUri: await sockets.addressOf(id), expires };
    },
    list: () => [...channels.keys()].map((id) => ({ id })),
    topicsOf: (channel) => channels.get(channel),
    tell(topic, eventBody) {
      const { losesEvents, times } = choicesIn(choices());
      if (losesEvents) return;
      for (const [channel, socket] of sockets.all()) {
        if (!channels.get(channel)?.has(topic)) continue;
        for (let time = 0; time < times; time++) say(socket, topic, eventBody);
      }
    },
    beat() {
      for (const [, socket] of sockets.all()) say(socket, 'channel.metadata', heartbeat);
    },
    announceClosing() {
      for (const [, socket] of sockets.all())
        say(socket, 'v2.system.socket_closing', {
          message: 'socket_closing',
          reason: 'The socket closes soon.',
        });
    },
    cut() {
      for (const [, socket] of sockets.all()) socket.terminate();
    },
  };
}
