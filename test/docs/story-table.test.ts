import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { storyTableFile, storyTablePage } from '../../scripts/story-table.ts';

it('The table of stories and live chats says what both declare; `npm run live-chats` writes it', async () => {
  expect(readFileSync(storyTableFile, 'utf8')).toBe(await storyTablePage());
});
