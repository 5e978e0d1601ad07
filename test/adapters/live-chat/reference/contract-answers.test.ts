import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../../../simulators/http/listen.ts';
import { referenceLiveChat } from '../../../../src/adapters/live-chat/reference/client.ts';
import { liveChatContract } from '../../../../src/adapters/live-chat/reference/contract.ts';
import type { LiveChat } from '../../../../src/application/ports/live-chat.ts';
import { channelId, liveChatId, sessionId } from '../../../../src/domain/ids.ts';
import { firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { examplesOf, operationsOf } from '../../http/docs/openapi-rules.ts';

const contract = liveChatContract();
const chat = { sessionId: sessionId('hs_1'), liveChatId: liveChatId('lc_8Zq1') };
const calls: Readonly<Record<string, (liveChat: LiveChat) => Promise<{ readonly outcome: string }>>> = {
  startSession: (liveChat) =>
    liveChat.start(
      {
        sessionId: sessionId('hs_1'),
        channel: channelId('msteams'),
        customer: { id: 'c1', name: 'Mia Torres' },
        transcript: [],
      },
      firstAttempt('hs_1.1.0'),
    ),
  sendMessage: (liveChat) =>
    liveChat.say(
      {
        ...chat,
        messageId: '1763800000001',
        text: 'It is number 4711.',
        sender: 'Mia Torres',
        at: 0,
        kind: 'customer',
      },
      firstAttempt('hs_1.2.0'),
    ),
  endSession: (liveChat) => liveChat.end(chat, 'customer', firstAttempt('hs_1.3.0')),
};

/** Each answer of the contract with its example, and what the contract says of it. */
const answers = operationsOf(contract).flatMap(({ operation }) => {
  const { operationId = '', responses = {} } = operation;
  const examples = examplesOf(contract).filter((each) => each.operationId === operationId && each.status);
  return operationId in calls
    ? examples.map(({ status = 0, body }) => {
        const answer: unknown = Reflect.get(responses, String(status));
        const says =
          typeof answer === 'object' && answer !== null ? String(Reflect.get(answer, 'description')) : '';
        return { operationId, status, body, says };
      })
    : [];
});

let answer: { readonly status: number; readonly body?: unknown } = { status: 200 };
let server: Listening;
beforeAll(async () => {
  const app = new Hono();
  app.post('*', (c) => c.json(answer.body, answer.status as ContentfulStatusCode));
  server = await listen(app);
});
afterAll(() => server.stop());

describe('The bridge takes an answer as the contract says:', () => {
  it.each(answers)('$operationId $status: $says', async ({ operationId, status, body, says }) => {
    answer = { status, body };
    const liveChat = referenceLiveChat({ baseUrl: server.url, callbackUrl: 'https://bridge.example' });
    const { outcome } = (await calls[operationId]?.(liveChat)) ?? { outcome: 'not called' };
    if (status < 300) expect(['opened', 'delivered']).toContain(outcome);
    else if (says.includes('Final')) expect(['rejected', 'delivered']).toContain(outcome);
    else {
      expect(says).toContain('Repeated');
      expect(['not-delivered', 'unknown']).toContain(outcome);
    }
  });

  it('has every call in this test', () => {
    expect([...new Set(answers.map(({ operationId }) => operationId))]).toEqual(Object.keys(calls));
  });
});
