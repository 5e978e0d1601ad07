import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionHabits } from '../../../../simulators/copilot-studio/connected-agent/habits.ts';
import { listen } from '../../../../simulators/http/listen.ts';
import type { MicrosoftSideOptions } from '../../../../simulators/microsoft-side.ts';
import { apps } from '../fake-skill.ts';
import { type PlayedAgent, startConnectedAgent } from './played-agent.ts';

let usual: PlayedAgent;
const others: PlayedAgent[] = [];

/** The usual one, unless something is to be different. */
async function start(habits?: Partial<ConnectionHabits>, options?: Partial<MicrosoftSideOptions>) {
  const played = habits ? await startConnectedAgent(habits, options) : usual;
  if (habits) others.push(played);
  return { ...played, ...(await played.meet()) };
}
beforeAll(async () => {
  usual = await startConnectedAgent();
});
afterEach(() => Promise.all(others.splice(0).map((each) => each.stop())));
afterAll(() => usual.stop());

const request = 'I want to talk with a person';
const { clientId } = apps.skillApp;

describe('A copilot with a connected agent', () => {
  it('calls it with the role, the caller header, its own callback and the customer’s words', async () => {
    const { agent, customer, heard, side } = await start();
    await customer.says(request);
    expect(heard()).toHaveLength(1);
    expect(heard()[0]).toMatchObject({
      type: 'message',
      text: request,
      channelId: 'msteams',
      conversation: { id: customer.conversationId },
      from: { id: customer.id, name: 'Mia', role: 'user' },
      recipient: { id: clientId, role: 'connectoruser' },
      deliveryMode: 'normal',
    });
    const base = `${side.url}/copilot-studio/external-agent/`;
    expect(heard()[0]?.serviceUrl?.startsWith(base)).toBe(true);
    expect(heard()[0]).not.toHaveProperty('relatesTo');
    expect(agent.calls[0]?.header).toBe('Connector');
  });

  it('has a token of the agent’s own app for the agent, unless the connection has another app', async () => {
    const { agent, customer } = await start();
    await customer.says(request);
    expect(agent.calls[0]?.claims).toMatchObject({ aud: clientId, azp: clientId });
    const connectionApp = { clientId: '33333333-3333-4333-8333-333333333333', clientSecret: 'of another' };
    const other = await start({}, { connectionApp });
    await other.customer.says(request);
    expect(other.agent.calls[0]?.claims).toMatchObject({ aud: clientId, azp: connectionApp.clientId });
  });

  it('names the agent by its URI where the connection does, in tokens of version 1.0', async () => {
    const { agent, customer } = await start({ audience: 'api-id' }, { tokenVersion: '1.0' });
    await customer.says(request);
    expect(agent.calls[0]?.claims).toMatchObject({ aud: `api://${clientId}`, appid: clientId });
  });

  it.each(['expectReplies', 'stream', undefined] as const)(
    'shows in Teams what is answered in the turn, with deliveryMode %s',
    async (deliveryMode) => {
      const { agent, customer, heard, read } = await start({ deliveryMode });
      agent.answers(() => [{ type: 'typing' }, 'An agent will be with you soon.', 'You are number 2.']);
      await customer.says(request);
      expect(read()).toEqual(['An agent will be with you soon.', 'You are number 2.']);
      expect(heard()[0]?.deliveryMode).toBe(deliveryMode);
    },
  );

  it('shows what a stream has told before the stream ends', async () => {
    const { agent, customer, side } = await start({ deliveryMode: 'stream' });
    await agent.stop();
    let end = (): void => undefined;
    const slow = await listen(
      new Hono().post('/api/messages', (c) =>
        streamSSE(c, async (stream) => {
          await stream.writeSSE({ event: 'activity', data: '{"type":"message","text":"First"}' });
          await new Promise<void>((resolve) => {
            end = resolve;
          });
        }),
      ),
    );
    side.connectSkill(`${slow.url}/api/messages`);
    const turn = customer.says(request);
    await customer.sees('First');
    end();
    await turn;
    await slow.stop();
  });

  it('takes no answer for an answer', async () => {
    const { agent, customer, read } = await start();
    agent.answers(() => []);
    await customer.says(request);
    expect(read()).toEqual([]);
  });

  it('may fill the silence of an agent that answers nothing', async () => {
    const { agent, customer, read } = await start({ fillsSilence: true, deliveryMode: 'expectReplies' });
    agent.answers(() => []);
    await customer.says(request);
    expect(read()).toEqual(['I have passed that on.']);
  });

  it('can leave out all that need not be there', async () => {
    const { agent, customer, heard } = await start({
      ...{ hasHeader: false, hasAadObjectId: false, deliveryMode: undefined },
      ...{ role: 'connectorUser', conversationId: 'of its own' },
    });
    await customer.says(request);
    await customer.says('And more');
    const [first, second] = heard();
    expect(agent.calls[0]?.header).toBeUndefined();
    expect(first).toMatchObject({ recipient: { role: 'connectorUser' } });
    expect(first?.from).not.toHaveProperty('aadObjectId');
    expect(first?.conversation?.id).not.toBe(customer.conversationId);
    expect(second?.conversation?.id).toBe(first?.conversation?.id);
  });

  it('can leave out the channel, without which the SDK for JavaScript fails', async () => {
    const { customer, heard, side } = await start({ channelId: undefined });
    await customer.says(request);
    expect(heard()[0]?.channelId).toBeUndefined();
    expect(side.copilotStudio.skillCalls.at(-1)?.status).toBe(500);
  });

  it.each(['value', 'channelData'] as const)('sends the history along as %s', async (history) => {
    const { customer, heard } = await start({ history });
    for (const text of ['Hello', 'Hi', 'Hey', 'Good morning', 'Good afternoon', 'Hello', request])
      await customer.says(text);
    const sent = heard()[0]?.[history];
    const users = JSON.stringify(sent).match(/"role":"user","content":"[^"]+"/g);
    expect(users?.map((each) => each.split('"').at(-2))).toEqual([
      ...['Hi', 'Hey', 'Good morning', 'Good afternoon', 'Hello'],
    ]);
    expect(sent).toMatchObject({
      conversationHistory: expect.arrayContaining([{ role: 'assistant', content: expect.any(String) }]),
    });
  });

  it('sends no history unless told', async () => {
    const { customer, heard } = await start();
    await customer.says('Hello');
    await customer.says(request);
    expect(heard()[0]).not.toHaveProperty('value');
    expect(heard()[0]).not.toHaveProperty('channelData');
  });

  it('says that something went wrong when the agent fails, and is left with the customer', async () => {
    const { agent, customer, read, side, isWithAgent } = await start();
    const { url } = agent;
    agent.answers(({ text }) => [`You said: ${text}`]);
    side.connectSkill('http://127.0.0.1:9/api/messages');
    await customer.says(request);
    expect(isWithAgent()).toBe(false);
    side.connectSkill(url);
    await customer.says(request);
    expect(read()).toEqual(['Sorry, something went wrong. Please try again.', `You said: ${request}`]);
  });
});
