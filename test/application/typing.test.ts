import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/application/ports/session-store.ts';
import { relayCustomerTyping } from '../../src/application/relay-customer-message.ts';
import { conversationId, liveChatId } from '../../src/domain/ids.ts';
import { postpones, throws } from './world/fakes/behaviour.ts';
import { inChat } from './world/in-chat.ts';
import { world } from './world/world.ts';

describe('Typing', () => {
  it('is shown on the other side', async () => {
    const { pat, dana, desk, teams } = await inChat();
    expect(await dana.types()).toBe('accepted');
    await pat.types();
    expect(teams.typingSeenAt).toEqual([pat.address]);
    expect(desk.typingSeen).toEqual(['lc1']);
  });

  it('does not overtake words, nor reach a desk that has no use for it', async () => {
    const { pat, dana, desk, teams } = await inChat();
    desk.mood.say.always(postpones());
    teams.mood.say.always(postpones());
    await pat.says('one');
    await dana.says('two');
    await pat.types();
    await dana.types();
    expect([...teams.typingSeenAt, ...desk.typingSeen]).toEqual([]);
    const silent = await inChat({ capabilities: { typing: false } });
    await silent.pat.types();
    expect(silent.desk.typingSeen).toEqual([]);
  });

  it('that cannot be shown costs nothing', async () => {
    const { pat, dana, desk, teams } = await inChat();
    teams.mood.typing.once(throws);
    desk.mood.typing.once(throws);
    expect(await dana.types()).toBe('accepted');
    await expect(pat.types()).resolves.toBeUndefined();
  });

  it('is not worth a word when the store is away', async () => {
    const { desk } = world();
    const away = { ofConversation: () => Promise.reject(new StoreUnavailable('away')) };
    expect(desk.liveChat.capabilities.typing).toBe(true);
    await expect(relayCustomerTyping(away, desk.liveChat)(conversationId('c'))).resolves.toBeUndefined();
  });

  it('goes nowhere without a session', async () => {
    const { agent, customer, desk } = world();
    await customer('Pat').types();
    expect(await agent('Dana', liveChatId('lc1')).types()).toBe('unknown');
    expect(desk.typingSeen).toEqual([]);
  });
});
