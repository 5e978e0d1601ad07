import type { Clock } from '../../../../application/ports/clock.ts';
import { isLoopbackUrl } from '../../../settings/urls.ts';
import type { GenesysApi } from '../api.ts';
import { successOf } from '../outcomes.ts';
import { asMeant, channelAnswer } from '../wire.ts';
import { type NotificationSocket, openSocket, type SocketEvents } from './socket.ts';

/** A channel of notifications with its socket. */
export interface ConnectedChannel extends NotificationSocket {
  readonly id: string;
}

export interface Channels {
  /** Connects, to the channel of before while it can be used. Rejects when Genesys gives none. */
  connect(events: SocketEvents): Promise<ConnectedChannel>;
  /** The channel is not used again. */
  discard(): void;
}

interface Kept {
  readonly id: string;
  readonly uri: string;
  readonly until: number;
}

/** A channel lives for 24 hours; in milliseconds. */
const usedForMs = 20 * 3_600_000;

/** One channel of this process: Genesys has 20 for an OAuth client, and drops one when there are more. */
export function notificationChannels(api: Pick<GenesysApi, 'openChannel'>, clock: Clock): Channels {
  let kept: Kept | undefined;
  const channel = async (): Promise<Kept> => {
    if (kept && kept.until > clock.now()) return kept;
    const result = await api.openChannel();
    const answer = channelAnswer.safeParse(asMeant(successOf(result)?.body)).data;
    if (!answer) throw new Error(`no channel of notifications: ${causeOf(result)}`);
    if (!isSafe(answer.connectUri)) throw new Error('the channel of notifications is not encrypted');
    return { id: answer.id, uri: answer.connectUri, until: clock.now() + usedForMs };
  };
  return {
    async connect(events) {
      const used = await channel();
      kept = undefined;
      const socket = await openSocket(used.uri, events, clock);
      kept = used;
      return { id: used.id, close: socket.close };
    },
    discard() {
      kept = undefined;
    },
  };
}

const causeOf = (result: Awaited<ReturnType<GenesysApi['openChannel']>>): string =>
  result.outcome === 'answered' ? String(result.status) : result.cause;

/** Encrypted, or on this machine. */
function isSafe(uri: string): boolean {
  const url = URL.parse(uri);
  if (url === null) return false;
  return url.protocol === 'wss:' || (url.protocol === 'ws:' && isLoopbackUrl(uri));
}
