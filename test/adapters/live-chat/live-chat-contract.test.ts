import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type LiveChat as Simulator, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { simulatedVendor, simulatedVendors } from '../../../simulators/live-chat/vendors.ts';
import { vendors } from '../../../src/adapters/live-chat/vendors.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { pinoLog } from '../../../src/adapters/system/log.ts';
import type { LiveChat } from '../../../src/application/ports/live-chat.ts';
import { type Desk, describeLiveChat, type FreshLiveChat } from '../../contracts/live-chat.ts';

describe('Every live chat that can be configured', () => {
  it('is simulated under its kind', () => {
    expect(simulatedVendors.map(({ kind }) => kind)).toEqual(vendors.map(({ kind }) => kind));
  });
});

for (const { kind, settings, capabilities } of vendors) {
  describeLiveChat(`The adapter of ${kind}`, async () => {
    const bridgeUrl = 'http://127.0.0.1:9';
    const apiKey = randomBytes(24).toString('base64url');
    const webhookSecret = `whsec_${randomBytes(24).toString('base64')}`;
    const { options, environment } = simulatedVendor(kind).pairing({ bridgeUrl, apiKey, webhookSecret });
    const simulator = await startLiveChat({ kind, ...options });
    const configured = settings.parse(environment(simulator.url));
    const { liveChat } = configured.open({
      publicUrl: bridgeUrl,
      getToken: async () => apiKey,
      clock: systemClock,
      entraBearer: () => () => ({ outcome: 'authenticated' }),
      log: pinoLog('silent', { write: () => undefined }),
    });
    expect(liveChat.capabilities).toBe(capabilities);
    return withDesk(liveChat, simulator);
  });
}

function withDesk(liveChat: LiveChat, simulator: Simulator): FreshLiveChat {
  let isThere = true;
  const goAway = async () => {
    if (!isThere) return;
    isThere = false;
    await simulator.stop();
    // The adapter has to see that its connections were closed, or a request is lost on one.
    await sleep(20);
  };
  const chatOf = (id: string) => simulator.chats.find((chat) => chat.id === id);
  const desk: Desk = {
    texts: (id) => chatOf(id)?.messages.flatMap(({ text, earlier }) => (earlier ? [] : [text])) ?? [],
    isEnded: (id) => chatOf(id)?.status === 'ended',
    chatCount: () => simulator.chats.length,
    briefing: (id) => {
      const { problem, context, messages = [] } = chatOf(id) ?? {};
      return Object.entries({
        problem,
        context,
        transcript: messages.find(({ earlier }) => earlier),
      }).flatMap(([field, value]) => (value === undefined ? [] : [field]));
    },
    failNext: (fault) => simulator.failNext(fault),
    loseNextAnswer: (of) =>
      simulator.failNext({ path: of === 'start' ? '/start' : '/send', reset: 'after-accepting' }),
    goAway,
  };
  return { liveChat, desk, stop: goAway };
}
