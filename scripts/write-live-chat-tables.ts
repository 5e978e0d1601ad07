import { writeFileSync } from 'node:fs';
import { channelTableFile, channelTablePage } from './channel-table.ts';
import { pagesWithTables } from './live-chat-tables.ts';
import { storyTableFile, storyTablePage } from './story-table.ts';

for (const { file, text } of pagesWithTables()) writeFileSync(file, text);
writeFileSync(channelTableFile, channelTablePage());
writeFileSync(storyTableFile, await storyTablePage());
