import { describe } from 'vitest';
import { describeConnection } from './connection.ts';
import type { MakeFreshFeed } from './fresh-feed.ts';
import { describeTelling } from './telling.ts';

/** What every adapter of the LiveChatFeed port has to do, over a real connection and in a time that is pushed on. */
export function describeLiveChatFeed(name: string, freshFeed: MakeFreshFeed): void {
  describe(`R29: ${name}, as a feed,`, () => {
    describeTelling(freshFeed);
    describeConnection(freshFeed);
  });
}
