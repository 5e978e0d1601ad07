import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pairedBy } from '../../../simulators/live-chat/servicenow/instance/pairing.ts';
import { startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { channelId, sessionId } from '../../../src/domain/ids.ts';
import { openedFor } from '../../adapters/live-chat/servicenow/scripted-instance.ts';
import { firstAttempt } from '../../contracts/live-chat-attempt.ts';

const ends = () => ({
  bridgeUrl: 'http://127.0.0.1:9',
  apiKey: randomBytes(24).toString('base64url'),
  webhookSecret: randomBytes(24).toString('base64url'),
});

/** A start at a simulated instance that knows the bridge in this way, and what agents see of it. */
async function startedBy(
  way: Parameters<typeof pairedBy>[0],
  changes: Readonly<Record<string, string>> = {},
) {
  const { options, environment } = pairedBy(way)(ends());
  const instance = await startLiveChat({ kind: 'servicenow', ...options });
  try {
    const { liveChat } = openedFor(instance.url, { ...environment(instance.url), ...changes });
    const customer = { id: 'c1', name: 'Anna' };
    const start = { sessionId: sessionId('hs_1'), channel: channelId('msteams'), customer, transcript: [] };
    const { outcome } = await liveChat.start({ ...start, firstWords: 'Grüße 👩‍🚀' }, firstAttempt('k'));
    return { outcome, texts: instance.chats.flatMap(({ messages }) => messages.map(({ text }) => text)) };
  } finally {
    await instance.stop();
  }
}

describe.each(['basic', 'oauth', 'static', 'hash'] as const)('A bridge that gets in by %s', (way) => {
  it('has its start seen by agents', async () => {
    expect(await startedBy(way)).toEqual({ outcome: 'opened', texts: ['Grüße 👩‍🚀'] });
  });
});

describe('A bridge with wrong credentials', () => {
  it.each(['static', 'hash'] as const)('is told of a success by %s, and no agent sees it', async (way) => {
    const wrong = { LIVECHAT_SERVICENOW_TOKEN: 'wrong-but-long-enough' };
    expect(await startedBy(way, wrong)).toEqual({ outcome: 'opened', texts: [] });
  });

  it('is told so by Basic and OAuth', async () => {
    const password = { LIVECHAT_SERVICENOW_PASSWORD: 'another password' };
    expect(await startedBy('basic', password)).toEqual({ outcome: 'not-delivered', texts: [] });
    const secret = { LIVECHAT_SERVICENOW_CLIENT_SECRET: 'another secret' };
    expect(await startedBy('oauth', secret)).toEqual({ outcome: 'not-delivered', texts: [] });
  });
});
