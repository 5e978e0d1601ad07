import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentences } from '../agent-sentences.ts';
import { type PlayedAgent, startConnectedAgent } from './played-agent.ts';

let played: PlayedAgent;
beforeAll(async () => {
  played = await startConnectedAgent();
  played.agent.answers(() => []);
});
afterAll(() => played.stop());

const request = 'I want to talk with a person';
const plan: PlayedAgent['side']['copilotStudio']['plan'] = (...planned) =>
  played.side.copilotStudio.plan(...planned);

describe('The orchestrator', () => {
  it('keeps small talk to itself, and gives a request for a human to the agent', async () => {
    const { customer, heardTexts, read, isWithAgent } = await played.meet();
    await customer.says('Hello');
    expect(read()).toEqual([sentences.greeting]);
    expect(isWithAgent()).toBe(false);
    await customer.says('Can I talk to a human?');
    expect(heardTexts()).toEqual(['Can I talk to a human?']);
    expect(isWithAgent()).toBe(true);
  });

  it('gives the agent each turn from then on, greetings and goodbyes too', async () => {
    const { customer, heardTexts } = await played.meet();
    for (const text of [request, 'Hello', 'Good bye']) await customer.says(text);
    expect(heardTexts()).toEqual([request, 'Hello', 'Good bye']);
  });

  it.each([
    'The agent has ended the chat. You are back with the virtual assistant.',
    'All our agents are busy at the moment. Please try again in a little while.',
    'Our agents are not on duty at the moment. Please try again during opening hours.',
  ])('has the customer back when it reads: %s', async (text) => {
    const { customer, isWithAgent, read, heardTexts } = await played.meet();
    await customer.says(request);
    await played.agent.posts({ type: 'message', text });
    expect(isWithAgent()).toBe(false);
    await customer.says('Hello');
    expect(read().at(-1)).toBe(sentences.greeting);
    expect(heardTexts()).toEqual([request]);
  });

  it('is not taken in by an end that a human writes of', async () => {
    const { customer, isWithAgent } = await played.meet();
    await customer.says(request);
    await played.agent.posts({
      type: 'message',
      text: '**Dana**: Then you are back with the virtual assistant.',
    });
    expect(isWithAgent()).toBe(true);
  });

  it('takes an EndOfConversation for the end', async () => {
    const { customer, isWithAgent } = await played.meet();
    await customer.says(request);
    await played.agent.posts({ type: 'endOfConversation', code: 'completedSuccessfully' });
    expect(isWithAgent()).toBe(false);
  });

  it('goes elsewhere for a turn, and comes back with the next', async () => {
    const { customer, heardTexts, read } = await played.meet();
    await customer.says(request);
    plan(customer.conversationId, { is: 'elsewhere' });
    await customer.says('What is the weather?');
    await customer.says('Are you there?');
    expect(heardTexts()).toEqual([request, 'Are you there?']);
    expect(read()).toEqual([sentences.fallback]);
  });

  it('rephrases a turn', async () => {
    const { customer, heardTexts } = await played.meet();
    plan(customer.conversationId, { is: 'rephrased', text: 'The customer wants a human.' });
    await customer.says(request);
    expect(heardTexts()).toEqual(['The customer wants a human.']);
  });

  it('repeats a turn under a new id, with the newest callback', async () => {
    const { customer, heard, heardTexts } = await played.meet();
    plan(customer.conversationId, { is: 'repeated' });
    await customer.says(request);
    expect(heardTexts()).toEqual([request, request]);
    expect(new Set(heard().map(({ id }) => id)).size).toBe(2);
    expect(new Set(heard().map(({ serviceUrl }) => serviceUrl)).size).toBe(2);
  });

  it('passes a turn on that nothing speaks for', async () => {
    const { customer, heardTexts } = await played.meet();
    plan(customer.conversationId, { is: 'passed on' });
    await customer.says('Thanks!');
    expect(heardTexts()).toEqual(['Thanks!']);
  });

  it('comes back after the end, where that is its habit', async () => {
    const returning = await startConnectedAgent({ routing: 'returning' });
    const { customer, heardTexts } = await returning.meet();
    await customer.says(request);
    await returning.agent.posts({ type: 'message', text: 'You are back with the virtual assistant.' });
    await customer.says('Hello');
    expect(heardTexts()).toEqual([request, 'Hello']);
    await returning.stop();
  });

  it('is not there in a copilot that calls a skill', async () => {
    const other = await startConnectedAgent({}, { calledAs: 'skill' });
    expect(() => other.side.copilotStudio.plan('a:1', { is: 'repeated' })).toThrow('no connected agent');
    await other.stop();
  });
});
