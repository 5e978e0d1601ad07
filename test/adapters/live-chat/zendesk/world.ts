import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import {
  type LiveChat as Simulator,
  startLiveChat,
} from '../../../../simulators/live-chat/start-live-chat.ts';
import { zendesk as simulated } from '../../../../simulators/live-chat/zendesk/vendor.ts';
import type { OpenedLiveChat } from '../../../../src/adapters/live-chat/vendor.ts';
import { zendesk } from '../../../../src/adapters/live-chat/zendesk/vendor.ts';
import { systemClock } from '../../../../src/adapters/system/clock.ts';
import { pinoLog } from '../../../../src/adapters/system/log.ts';
import type { LiveChatStart } from '../../../../src/application/ports/live-chat.ts';
import { channelId, sessionId } from '../../../../src/domain/ids.ts';

export const bridgeUrl = 'http://127.0.0.1:9';
export const apiKey = randomBytes(24).toString('base64url');
export const webhookSecret = randomBytes(24).toString('base64url');
export const silent = pinoLog('silent', { write: () => undefined });

export type Changes = Readonly<Record<string, string | undefined>>;

/** The adapter with the settings that go with the simulated account at this address. */
export function openedAt(liveChatUrl: string, changes: Changes = {}): OpenedLiveChat {
  const { environment } = simulated.pairing({ bridgeUrl, apiKey, webhookSecret });
  return zendesk.settings.parse({ ...environment(liveChatUrl), ...changes }).open({
    publicUrl: bridgeUrl,
    getToken: () => apiKey,
    clock: systemClock,
    entraBearer: () => () => ({ outcome: 'authenticated' }),
    log: silent,
  });
}

/** A simulated account, for the tests of a file. */
export function simulatedZendesk() {
  let simulator: Simulator;
  beforeAll(async () => {
    const { options } = simulated.pairing({ bridgeUrl, apiKey, webhookSecret });
    // Its callbacks reach no one here.
    simulator = await startLiveChat({ kind: 'zendesk', ...options, pause: async () => undefined });
  });
  afterAll(() => simulator.stop());
  return {
    get simulator() {
      return simulator;
    },
    opened: (changes: Changes = {}) => openedAt(simulator.url, changes),
  };
}

let count = 0;

/** A start with all that one can have, of a session of its own. */
export function briefedStart(changes: Partial<LiveChatStart> = {}): LiveChatStart & { firstWords: string } {
  count++;
  return {
    sessionId: sessionId(`hs_test-${count}`),
    channel: channelId('web-chat'),
    customer: { id: 'aad-1', name: 'Anna', locale: 'de-DE' },
    transcript: [
      { from: 'customer', text: 'Hello' },
      { from: 'copilot', text: 'What can I do for you?' },
    ],
    context: { order: 7, deep: { a: [1] } },
    firstWords: 'My invoice is wrong',
    ...changes,
  };
}
