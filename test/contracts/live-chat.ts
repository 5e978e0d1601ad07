import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveChat } from '../../src/application/ports/live-chat.ts';
import { type LiveChatId, liveChatId, sessionId } from '../../src/domain/ids.ts';

/** A vendor's live chat as its agents see it, and ways to break it. */
export interface Desk {
  /** What an agent reads in a chat, in order. */
  texts(id: LiveChatId): readonly string[];
  isEnded(id: LiveChatId): boolean;
  chatCount(): number;
  /** The next request is answered like this and has no effect. */
  failNext(fault: { readonly status: number; readonly headers?: Readonly<Record<string, string>> }): void;
  /** The next request takes effect, and its connection breaks before the answer. */
  loseNextAnswer(): void;
  /** Nobody listens any more. */
  goAway(): Promise<void>;
}

export interface FreshLiveChat {
  readonly liveChat: LiveChat;
  readonly desk: Desk;
  readonly stop: () => Promise<void>;
}

/** What every adapter of the LiveChat port has to do, over real HTTP, whatever the vendor. */
export function describeLiveChat(name: string, fresh: () => Promise<FreshLiveChat>): void {
  describe(`${name}, as a live chat,`, () => {
    let liveChat: LiveChat;
    let desk: Desk;
    let stop: () => Promise<void>;

    beforeEach(async () => {
      ({ liveChat, desk, stop } = await fresh());
    });
    afterEach(() => stop());

    const start = (key = 'start-1') =>
      liveChat.start(
        { sessionId: sessionId('hs_1'), customer: { id: 'c1', name: 'Anna' }, transcript: [] },
        key,
      );
    const opened = async () => {
      const outcome = await start();
      if (outcome.outcome !== 'opened') throw new Error(`the live chat was ${outcome.outcome}`);
      return outcome.liveChatId;
    };
    const say = (id: LiveChatId, text: string, key = `key-${text.length}`) =>
      liveChat.say({ liveChatId: id, messageId: key, text, sender: 'Anna', at: 0, kind: 'customer' }, key);

    it('opens a chat and names it', async () => {
      const id = await opened();
      expect(id).not.toBe('');
      expect(desk.chatCount()).toBe(1);
    });

    it('shows what is said, in order and unaltered', async () => {
      const id = await opened();
      const texts = ['one', 'two <b>&amp;</b> *three*', 'vier\nfünf 👩‍🚀'];
      for (const text of texts) expect(await say(id, text)).toEqual({ outcome: 'delivered' });
      expect(desk.texts(id)).toEqual(texts);
    });

    it('takes notices of ours', async () => {
      const id = await opened();
      const notice = {
        liveChatId: id,
        messageId: 'n',
        text: 'Anna has left.',
        sender: 'Handoff Bridge',
        at: 0,
      };
      expect(await liveChat.say({ ...notice, kind: 'notice' }, 'n')).toEqual({ outcome: 'delivered' });
      expect(desk.texts(id)).toContain('Anna has left.');
    });

    it('ends a chat, and takes a second end for done', async () => {
      const id = await opened();
      expect(await liveChat.end(id, 'customer', 'end-1')).toEqual({ outcome: 'delivered' });
      expect(desk.isEnded(id)).toBe(true);
      expect(await liveChat.end(id, 'customer', 'end-2')).toEqual({ outcome: 'delivered' });
    });

    it('says that a chat is over when it takes no more words', async () => {
      const id = await opened();
      await liveChat.end(id, 'customer', 'end');
      expect(await say(id, 'too late')).toMatchObject({ outcome: 'rejected' });
      expect(await say(liveChatId('nobody'), 'hello')).toEqual({
        outcome: 'rejected',
        cause: 'unknown-live-chat',
      });
    });

    it('shows a repeat under the same key once, where it says that it can', async () => {
      if (!liveChat.capabilities.startIsRepeatable) {
        expect(await start('again')).toMatchObject({ outcome: 'opened' });
        return;
      }
      const id = await opened();
      expect(await start()).toMatchObject({ outcome: 'opened', liveChatId: id });
      await say(id, 'once');
      expect(await say(id, 'once')).toEqual({ outcome: 'delivered' });
      expect(desk.texts(id)).toEqual(['once']);
      expect(desk.chatCount()).toBe(1);
    });

    it('knows that nothing happened when it is told to come back later', async () => {
      const id = await opened();
      desk.failNext({ status: 429, headers: { 'retry-after': '7' } });
      expect(await say(id, 'hello')).toEqual({ outcome: 'not-delivered', cause: '429', retryAfterMs: 7000 });
      desk.failNext({ status: 503 });
      expect(await say(id, 'hello')).toMatchObject({ outcome: 'not-delivered' });
      expect(desk.texts(id)).toEqual([]);
    });

    it('does not know what happened after a server error or a broken connection', async () => {
      const id = await opened();
      desk.failNext({ status: 500 });
      expect(await say(id, 'one')).toMatchObject({ outcome: 'unknown' });
      desk.loseNextAnswer();
      expect(await say(id, 'two')).toMatchObject({ outcome: 'unknown' });
      desk.loseNextAnswer();
      expect(await start('other')).toMatchObject({ outcome: 'unknown' });
    });

    it('knows that nothing happened when nobody listens', async () => {
      const id = await opened();
      await desk.goAway();
      expect(await say(id, 'hello')).toMatchObject({ outcome: 'not-delivered' });
      expect(await start('other')).toMatchObject({ outcome: 'not-delivered' });
    });
  });
}
