import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSentences } from '../../../../src/application/sentences.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { liveChatIdIn, type Overrides, outputsOf, skillCaller, statusOf } from './skill-caller.ts';

const { inTurns, moreInTurns, deskInTurns, endedByAgent, agentJoined } = defaultSentences;

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge({ environment: { HANDOFF_CHANNELS: 'webchat, facebook' } });
});
afterAll(() => world.stop());

const textsIn = ({
  replies,
}: {
  readonly replies: readonly { readonly text?: string | null | undefined }[];
}) => replies.flatMap(({ text }) => text ?? []);

async function inChat(always: Overrides) {
  const copilot = skillCaller(world, { always });
  const escalation = await copilot.escalate();
  const chat = await world.liveChat.chat(({ id }) => id === liveChatIdIn(escalation));
  return { copilot, escalation, chat };
}

describe.each(['expectReplies', undefined])(
  'A customer in web chat, whose copilot calls with deliveryMode %s,',
  (deliveryMode) => {
    const always = { channelId: 'webchat', deliveryMode };

    it('is told once how it works here, and the agent is told too', async () => {
      const { copilot, escalation, chat } = await inChat(always);
      expect(textsIn(escalation)).toEqual([inTurns]);
      expect(statusOf(escalation)).toBe('queued');
      await chat.sees(deskInTurns);
      const again = await copilot.escalate();
      expect([textsIn(again), statusOf(again)]).toEqual([[], 'already-open']);
      expect(textsIn(await copilot.message('Hello'))).toEqual([]);
    });

    it('gets the agent’s words as the answer to the next turn, in order and once', async () => {
      const { copilot, chat } = await inChat(always);
      await chat.join('Dana');
      await chat.says('one');
      await chat.says('*two*');
      const answer = await copilot.message('and?');
      await chat.sees('and?');
      expect(textsIn(answer)).toEqual([
        agentJoined.replace('{agent}', 'Dana'),
        '**Dana**: one',
        '**Dana**: \\*two\\*',
      ]);
      expect(answer.replies[1]).toMatchObject({ type: 'message', textFormat: 'markdown' });
      expect(outputsOf(answer)).toBeUndefined();
      expect(textsIn(await copilot.message('so?'))).toEqual([]);
    });

    it('gets them again where the answer is lost and the turn is repeated', async () => {
      const { copilot, chat } = await inChat(always);
      await chat.join('Dana');
      await copilot.message('who are you?');
      await chat.says('one');
      world.microsoft.copilotStudio.loseAnswers(1);
      const answer = await copilot.message('and?');
      expect(answer.attempt).toBe(2);
      // What is posted in place of being in the answer is not lost with it.
      if (deliveryMode === 'expectReplies') expect(textsIn(answer)).toEqual(['**Dana**: one']);
      else expect(postedIn(copilot.conversationId)).toContain('**Dana**: one');
      expect(textsIn(await copilot.message('so?'))).toEqual([]);
    });

    it('gets the farewell, and the copilot its customer, in one answer', async () => {
      const { copilot, chat } = await inChat(always);
      await chat.join('Dana');
      await chat.says('one');
      await chat.ends({ reason: 'agent' });
      const answer = await copilot.message('hello?');
      expect(textsIn(answer).slice(-2)).toEqual(['**Dana**: one', endedByAgent]);
      expect(outputsOf(answer)).toEqual({
        HandoffStatus: 'ended',
        Reason: 'agent',
        LiveChatConversationId: chat.id,
      });
      expect(answer.replies.at(-1)?.type).toBe('endOfConversation');
      expect(statusOf(await copilot.escalate())).toBe('queued');
    });

    it('gets what waits with the answer to a goodbye', async () => {
      const { copilot, chat } = await inChat(always);
      await chat.join('Dana');
      await chat.says('your refund is on its way');
      const answer = await copilot.end({ LiveChatConversationId: chat.id });
      expect(textsIn(answer).at(-1)).toBe('**Dana**: your refund is on its way');
      expect(statusOf(answer)).toBe('ended');
      expect(answer.replies.filter(({ type }) => type === 'endOfConversation')).toHaveLength(1);
      await chat.isEnded();
      expect(world.logLines.filter((line) => line.includes('words-not-settled'))).toEqual([]);
    });

    it('is told that there is more where one answer does not take all', async () => {
      const { copilot, chat } = await inChat(always);
      await chat.join('Dana');
      await copilot.message('who are you?');
      const all = Array.from({ length: 20 }, (_, number) => `**Dana**: ${number}`);
      for (let number = 0; number < 20; number++) await chat.says(String(number));
      const first = textsIn(await copilot.message('and?'));
      expect(first.at(-1)).toBe(moreInTurns);
      expect([...first.slice(0, -1), ...textsIn(await copilot.message('more'))]).toEqual(all);
    });
  },
);

const postedIn = (id: string) =>
  world.microsoft.copilotStudio.received.flatMap(({ conversationId, activity }) =>
    conversationId === id ? [activity.text] : [],
  );

describe('A turn of a customer in web chat', () => {
  const always = { channelId: 'webchat', deliveryMode: 'expectReplies' };

  it('whose connection breaks before the answer has its words in the next one', async () => {
    const { copilot, chat } = await inChat(always);
    await chat.join('Dana');
    await copilot.message('who are you?');
    await chat.says('one');
    const { skillCalls } = world.microsoft.copilotStudio;
    const sent = skillCalls.at(-1)?.activity;
    const body = JSON.stringify({ ...sent, id: 'broken', text: 'and?' });
    const authorization = `Bearer ${await tokenOfCopilot()}`;
    await sentAndCut(
      `POST /api/messages HTTP/1.1\r\nhost: bridge\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    await chat.sees('and?');
    // The turn that broke may still be under way.
    const answers = [textsIn(await copilot.message('so?')), textsIn(await copilot.message('so!'))];
    expect(answers.flat()).toEqual(['**Dana**: one']);
  });
});

/** Writes a request, and resets its connection before there can be an answer. */
const sentAndCut = (request: string) =>
  new Promise<void>((resolve, reject) => {
    const { port } = new URL(world.url);
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(request, () => {
        socket.resetAndDestroy();
        resolve();
      }),
    );
    socket.once('error', reject);
  });

const tokenOfCopilot = async (): Promise<string> => {
  const { tenantId, copilotApp, skillApp } = world.credentials;
  const answer = await fetch(`${world.microsoft.authority}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: copilotApp.clientId,
      client_secret: copilotApp.clientSecret,
      scope: `${skillApp.clientId}/.default`,
    }),
  });
  return JSON.parse(await answer.text()).access_token;
};

describe('A customer in Facebook Messenger', () => {
  it('reads words without Markdown, in pieces that it takes', async () => {
    const { copilot, chat } = await inChat({ channelId: 'facebook', deliveryMode: 'expectReplies' });
    await chat.join('Dana');
    await copilot.message('who are you?');
    const long = 'word '.repeat(700);
    await chat.says(`*${long}`);
    const answer = await copilot.message('and?');
    expect(textsIn(answer)).toHaveLength(3);
    for (const text of textsIn(answer)) expect(text.length).toBeLessThanOrEqual(2000);
    expect(textsIn(answer)[0]).toMatch(/^Dana: \*word/);
    expect(answer.replies[0]).toMatchObject({ textFormat: 'plain' });
  });
});

describe('A channel that the operator has not opened', () => {
  it('is refused, and the customer is told where a chat is possible', async () => {
    const answer = await skillCaller(world, { always: { channelId: 'directline' } }).escalate();
    expect(outputsOf(answer)).toMatchObject({ HandoffStatus: 'unsupported-channel', Reason: 'channel' });
    expect(textsIn(answer)[0]).toContain('Microsoft Teams, web chat, Facebook Messenger');
  });
});
