import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { postJson } from '../../../simulators/http/post-json.ts';
import { type LiveChat, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { type Drift, withField, withStatus } from '../drift.ts';
import { type PactVerifier, pactVerifier } from '../verifier.ts';

let liveChat: LiveChat;
let verifier: PactVerifier;

beforeAll(async () => {
  liveChat = await startLiveChat({ kind: 'contoso-sample' });
  const post = async (step: string, body: object) =>
    (await postJson(`${liveChat.url}/api/chat/${step}`, body)).body;
  const started = async () => z.object({ conversationId: z.string() }).parse(await post('start', {}));
  verifier = pactVerifier('handoff-bridge-contoso-live-chat', {
    url: () => liveChat.url,
    states: {
      'a live chat is open': started,
      'a live chat is not known': async () => ({ conversationId: randomUUID() }),
      'a live chat has ended': async () => {
        const chat = await started();
        await post('end', chat);
        return chat;
      },
    },
  });
});

afterAll(async () => {
  await verifier.stop();
  await liveChat.stop();
});

describe('the live-chat simulator, as the shipped sample', () => {
  test('keeps the pact', async () => {
    expect(await verifier.verify()).toEqual([]);
  });

  const drifts: readonly (readonly [string, string, Drift])[] = [
    ['a start', 'conversationId', withField('conversationId', undefined)],
    ['a start', 'conversationId', withField('conversationId', '')],
    ['a start', '201', withStatus(201)],
    ['a message of the customer', '500', withStatus(500)],
    ['a message to an unknown live chat', '200', withStatus(200)],
    ['a message of the customer', 'messageId', withField('messageId', undefined)],
    ['a message to an unknown live chat', 'error', withField('error', undefined)],
    ['an end', '204', withStatus(204)],
  ];
  test.each(drifts)('is noticed when it breaks %s: %s', async (interaction, word, alter) => {
    const broken = await verifier.verify({ only: interaction, alter });
    expect(broken).toEqual([{ interaction, why: expect.stringContaining(word) }]);
  });
});
