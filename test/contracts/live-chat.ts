import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveChat, LiveChatStart } from '../../src/application/ports/live-chat.ts';
import { channelId, type LiveChatId, liveChatId, sessionId } from '../../src/domain/ids.ts';
import { anotherAttempt, firstAttempt } from './live-chat-attempt.ts';

/** A vendor's live chat as its agents see it, and ways to break it. */
export interface Desk {
  /** What an agent reads in a chat, in order. */
  texts(id: LiveChatId): readonly string[];
  isEnded(id: LiveChatId): boolean;
  chatCount(): number;
  /** Which fields of the briefing an agent sees beside the messages. */
  briefing(id: LiveChatId): readonly string[];
  /** The next request is answered like this and has no effect. */
  failNext(fault: { readonly status: number; readonly headers?: Readonly<Record<string, string>> }): void;
  /**
   * The next request of this step takes effect, and its connection breaks before the answer. Of a start that takes several, it is
   * the one that opens the chat.
   */
  loseNextAnswer(of: 'start' | 'say'): void;
  /** Nobody listens any more. */
  goAway(): Promise<void>;
}

export interface FreshLiveChat {
  readonly liveChat: LiveChat;
  readonly desk: Desk;
  readonly stop: () => Promise<void>;
}

const anna = { id: 'c1', name: 'Anna' };
const bare: LiveChatStart = {
  sessionId: sessionId('hs_1'),
  customer: anna,
  channel: channelId('msteams'),
  transcript: [],
};
const briefed: LiveChatStart = {
  ...bare,
  problem: 'The printer burns',
  transcript: [{ from: 'customer', text: 'Hello' }],
  context: { order: 7 },
};
const neverOpened = { sessionId: sessionId('hs_9'), liveChatId: liveChatId('nobody') };

/** What every adapter of the LiveChat port has to do, over real HTTP, as far as its capabilities promise it. */
export function describeLiveChat(name: string, fresh: () => Promise<FreshLiveChat>): void {
  describe(`${name}, as a live chat,`, () => {
    let liveChat: LiveChat;
    let desk: Desk;
    let stop: () => Promise<void>;

    beforeEach(async () => {
      ({ liveChat, desk, stop } = await fresh());
    });
    afterEach(() => stop());

    const withWords = (start: LiveChatStart): LiveChatStart =>
      liveChat.capabilities.needsFirstWords ? { ...start, firstWords: 'I need help' } : start;
    const start = (attempt = firstAttempt('start-1'), of = bare) => liveChat.start(withWords(of), attempt);
    const opened = async (of = bare, key = 'start-1') => {
      const outcome = await start(firstAttempt(key), of);
      if (outcome.outcome !== 'opened') throw new Error(`the live chat was ${outcome.outcome}`);
      return { sessionId: of.sessionId, liveChatId: outcome.liveChatId };
    };
    type Chat = Awaited<ReturnType<typeof opened>>;
    const say = (chat: Chat, text: string, attempt = firstAttempt(`key-${text.length}`)) =>
      liveChat.say(
        { ...chat, messageId: attempt.key, text, sender: 'Anna', at: Date.now(), kind: 'customer' },
        attempt,
      );
    /** What was said after the words that a live chat may have opened with. */
    const said = ({ liveChatId: id }: Chat) =>
      desk.texts(id).slice(liveChat.capabilities.needsFirstWords ? 1 : 0);

    it('opens a chat and names it', async () => {
      const { liveChatId: id } = await opened();
      expect(id).not.toBe('');
      expect(desk.chatCount()).toBe(1);
      expect(desk.texts(id)).toEqual(liveChat.capabilities.needsFirstWords ? ['I need help'] : []);
    });

    it('opens a chat for each session, of one customer too', async () => {
      const first = await opened();
      const other = await opened({ ...bare, sessionId: sessionId('hs_2') }, 'start-2');
      expect(other.liveChatId).not.toBe(first.liveChatId);
      expect(desk.chatCount()).toBe(2);
    });

    it('carries of the briefing with the start what it says that it carries', async () => {
      const { liveChatId: id } = await opened(briefed);
      expect([...desk.briefing(id)].sort()).toEqual([...liveChat.capabilities.startCarries].sort());
    });

    it('shows what is said, in order and unaltered', async () => {
      const chat = await opened();
      const texts = ['one', 'two <b>&amp;</b> *three*', 'vier\nfünf 👩‍🚀'];
      for (const text of texts) expect(await say(chat, text)).toEqual({ outcome: 'delivered' });
      expect(said(chat)).toEqual(texts);
    });

    it('takes each receipt that it says it shows', async () => {
      const { receipts = [] } = liveChat.capabilities;
      if (receipts.length > 0) expect(liveChat.receipt).toBeDefined();
      const chat = await opened();
      for (const receipt of receipts) await liveChat.receipt?.(chat, 'm1', receipt);
    });

    it('takes each piece of a long text that it splits, and the same text in the same pieces', async () => {
      const chat = await opened();
      const text = 'Words and families 👩‍👩‍👧‍👦, '.repeat(600);
      const pieces = liveChat.split(text);
      expect(pieces.join('')).toBe(text);
      expect(liveChat.split(text)).toEqual(pieces);
      const taken = pieces.slice(0, 20);
      for (const [index, piece] of taken.entries()) {
        expect(await say(chat, piece, firstAttempt(`piece-${index}`))).toEqual({ outcome: 'delivered' });
      }
      expect(said(chat)).toEqual(taken);
      const whole = new Intl.Segmenter('und', { granularity: 'grapheme' });
      const signs = (each: string) => [...whole.segment(each)].length;
      expect(pieces.reduce((sum, piece) => sum + signs(piece), 0)).toBe(signs(text));
    });

    it('takes notices of ours', async () => {
      const chat = await opened();
      const notice = {
        ...chat,
        messageId: 'n',
        text: 'Anna has left.',
        sender: 'Handoff Bridge',
        at: Date.now(),
      };
      expect(await liveChat.say({ ...notice, kind: 'notice' }, firstAttempt('n'))).toEqual({
        outcome: 'delivered',
      });
      expect(said(chat)).toContain('Anna has left.');
    });

    it('ends a chat, and takes a second end for done', async () => {
      const chat = await opened();
      expect(await liveChat.end(chat, 'customer', firstAttempt('end-1'))).toEqual({ outcome: 'delivered' });
      expect(desk.isEnded(chat.liveChatId)).toBe(true);
      expect(await liveChat.end(chat, 'customer', firstAttempt('end-2'))).toEqual({ outcome: 'delivered' });
      expect(desk.isEnded(chat.liveChatId)).toBe(true);
    });

    it('refuses words after the end, or can be ended once more where they reopen it', async () => {
      const chat = await opened();
      await liveChat.end(chat, 'customer', firstAttempt('end'));
      const late = await say(chat, 'too late');
      if (liveChat.capabilities.afterEnd === 'refuses') {
        expect(late).toMatchObject({ outcome: 'rejected' });
        expect(said(chat)).toEqual([]);
      } else {
        expect(late).toEqual({ outcome: 'delivered' });
        const again = await liveChat.end(chat, 'customer', firstAttempt('end-again'));
        expect(again).toEqual({ outcome: 'delivered' });
      }
      expect(desk.isEnded(chat.liveChatId)).toBe(true);
    });

    it('says that it does not know a chat', async () => {
      expect(await say(neverOpened, 'hello')).toEqual({ outcome: 'rejected', cause: 'unknown-live-chat' });
      expect(await liveChat.end(neverOpened, 'customer', firstAttempt('end'))).toEqual({
        outcome: 'delivered',
      });
    });

    it('opens one chat for a start that is repeated, where it says that it can', async () => {
      desk.loseNextAnswer('start');
      expect(await start()).toMatchObject({ outcome: 'unknown' });
      expect(desk.chatCount()).toBe(1);
      if (!liveChat.capabilities.startIsRepeatable) return;
      const first = await start(anotherAttempt('start-1'));
      expect(await start(anotherAttempt('start-1'))).toEqual(first);
      expect(first).toMatchObject({ outcome: 'opened' });
      expect(desk.chatCount()).toBe(1);
    });

    it('opens a chat with a repeated start of which none had arrived', async () => {
      desk.failNext({ status: 500 });
      // Where a start begins with a call that leaves nothing, such as that for a token, it is certain that none has arrived.
      expect((await start()).outcome).toMatch(/^(unknown|not-delivered)$/);
      expect(await start(anotherAttempt('start-1'))).toMatchObject({ outcome: 'opened' });
      expect(desk.chatCount()).toBe(1);
    });

    it('shows once what is repeated, where it says that it can, and twice at most elsewhere', async () => {
      const chat = await opened();
      desk.loseNextAnswer('say');
      expect(await say(chat, 'once')).toMatchObject({ outcome: 'unknown' });
      expect(await say(chat, 'once', anotherAttempt('key-4'))).toEqual({ outcome: 'delivered' });
      expect(said(chat)).toEqual(liveChat.capabilities.sayIsRepeatable ? ['once'] : ['once', 'once']);
    });

    it('shows what is repeated and had not arrived, although the same was said before', async () => {
      const chat = await opened();
      expect(await say(chat, 'yes', firstAttempt('key-1'))).toEqual({ outcome: 'delivered' });
      desk.failNext({ status: 500 });
      expect(await say(chat, 'yes', firstAttempt('key-2'))).toMatchObject({ outcome: 'unknown' });
      expect(await say(chat, 'yes', anotherAttempt('key-2'))).toEqual({ outcome: 'delivered' });
      expect(said(chat)).toEqual(['yes', 'yes']);
    });

    it('knows that nothing happened when it is told to come back later', async () => {
      const chat = await opened();
      desk.failNext({ status: 429, headers: { 'retry-after': '7' } });
      expect(await say(chat, 'hello')).toEqual({
        outcome: 'not-delivered',
        cause: '429',
        retryAfterMs: 7000,
      });
      desk.failNext({ status: 503 });
      expect(await say(chat, 'hello')).toMatchObject({ outcome: 'not-delivered' });
      expect(said(chat)).toEqual([]);
    });

    it('does not know what happened after a server error or a broken connection', async () => {
      const chat = await opened();
      desk.failNext({ status: 500 });
      expect(await say(chat, 'one')).toMatchObject({ outcome: 'unknown' });
      desk.loseNextAnswer('say');
      expect(await say(chat, 'two')).toMatchObject({ outcome: 'unknown' });
      desk.loseNextAnswer('start');
      expect(await start(firstAttempt('other'))).toMatchObject({ outcome: 'unknown' });
    });

    it('knows that nothing happened without a listener', async () => {
      const chat = await opened();
      await desk.goAway();
      expect(await say(chat, 'hello')).toMatchObject({ outcome: 'not-delivered' });
      expect(await start(firstAttempt('other'))).toMatchObject({ outcome: 'not-delivered' });
    });
  });
}
