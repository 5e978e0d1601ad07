import { CopilotStudioClient } from '@microsoft/agents-copilotstudio-client';
import { afterEach, describe, expect, it } from 'vitest';
import { powerPlatformAudience } from '../../../simulators/copilot-studio/direct-connect/direct-routes.ts';
import { startWorld, type World } from '../../end-to-end/world.ts';

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

/** A customer who has the copilot in an app of the maker's own. */
async function customerByClient({ microsoft }: World, name: string) {
  const { entra, directConnectUrl } = microsoft;
  const token = await entra.sign(
    entra.claims({ aud: powerPlatformAudience, name, oid: crypto.randomUUID() }),
  );
  const client = new CopilotStudioClient({ directConnectUrl }, token);
  const { conversationId } = await client.startConversationWithResponse();
  const pushed: (string | undefined)[] = [];
  const subscription = client.subscribeAsync(conversationId);
  const listening = (async () => {
    for await (const { activity } of subscription) pushed.push(activity.text);
  })();
  // A stream that ends with its server is no fault of what was said in it.
  listening.catch(() => undefined);
  return {
    /** What the copilot says in the turn. */
    async says(text: string): Promise<string> {
      const said = await client.askQuestionAsync(text, conversationId);
      return said.map((activity) => activity.text ?? '').join('\n');
    },
    reads: (text: string) =>
      expect.poll(() => pushed.filter((each) => each?.includes(text)).length, { timeout: 5000 }).toBe(1),
  };
}

describe.each(['normal', 'expectReplies', 'stream'] as const)(
  'The client of Copilot Studio, whose agent calls the bridge with deliveryMode %s,',
  (deliveryMode) => {
    it('plays a whole handoff', async () => {
      world = await startWorld({
        calledAs: 'connected-agent',
        // What a copilot says of such an app is not known.
        connection: { deliveryMode, channelId: undefined },
      });
      const anna = await customerByClient(world, 'Anna');
      expect(await anna.says('Hello')).toContain('I am the virtual assistant');
      expect(await anna.says('I want to talk with a person')).toContain('I have asked for an agent');
      const chat = await world.liveChat.chat();
      expect(chat).toMatchObject({ customerName: 'Anna', problem: 'I want to talk with a person' });
      await chat.join('Dana');
      await chat.says('Hello Anna, *which* invoice?');
      await anna.reads('Hello Anna, \\*which\\* invoice?');
      expect(await anna.says('Number 17')).toBe('');
      await chat.sees('Number 17');
      expect(await anna.says('Good bye')).toContain('back with the virtual assistant');
      await chat.isEnded();
      expect(await anna.says('Hello')).toContain('I am the virtual assistant');
    }, 60_000);
  },
);
