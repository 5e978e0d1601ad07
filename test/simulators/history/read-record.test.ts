import { afterEach, describe, expect, it } from 'vitest';
import { check } from '../../../simulators/history/check.ts';
import { type Event, readEvents, written } from '../../../simulators/history/event.ts';
import { printed } from '../../../simulators/history/print.ts';
import { readRecord } from '../../../simulators/history/read/read-record.ts';
import { tokens } from '../../../simulators/history/token.ts';
import { startWorld, type World } from '../../end-to-end/world.ts';

const token = tokens('read');
let world: World | undefined;

afterEach(async () => {
  await world?.stop();
  world = undefined;
});

describe('The record that is read from the simulators', () => {
  it.each([false, true])(
    'is whole and clean after a good conversation (expectReplies %s)',
    async (expectReplies) => {
      world = await startWorld({ expectReplies });
      const { microsoft, liveChat } = world;
      const anna = await microsoft.teams.customer('Anna');
      const [question, answer, late] = [`${token()} *why*?`, `${token()} <b> & so`, token()];
      await anna.says('I want to talk with a person');
      await anna.says('My invoice is wrong');
      const chat = await liveChat.chat();
      await anna.says(question);
      await chat.sees(question);
      const noted: Event[] = [];
      const agentSays = async (text: string) => {
        const said = { party: 'live-chat', direction: 'to-customer', liveChatId: chat.id, text } as const;
        noted.push({ type: 'sent', ...said, at: Date.now() });
        const { status } = await chat.says(text);
        noted.push({ type: status < 300 ? 'acked' : 'refused', ...said, at: Date.now(), status });
      };
      await agentSays(answer);
      await anna.sees(/so/);
      await anna.says('Good bye');
      await chat.isEnded();
      await agentSays(late);

      const { teams, copilotStudio } = microsoft;
      const record = readRecord({ teams, copilotStudio, liveChat, noted });
      expect(printed(check(record, { slackMs: 50 }))).toBe('Every promise was kept.\n');
      expect(readEvents(written(record))).toEqual(record);
      const types = [
        'chat-opened',
        'session-opened',
        'sent',
        'acked',
        'attempted',
        'shown',
        'session-ended',
        'chat-ended',
      ];
      expect(types.filter((type) => !record.some((event) => event.type === type))).toEqual([]);
      expect(
        record.filter(({ type }) => type === 'shown').map((event) => 'text' in event && event.text),
      ).toEqual(expect.arrayContaining([question, answer]));
    },
  );
});
