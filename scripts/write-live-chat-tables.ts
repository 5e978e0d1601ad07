import { writeFileSync } from 'node:fs';
import { pagesWithTables } from './live-chat-tables.ts';
import { storyTableFile, storyTablePage } from './story-table.ts';

for (const { file, text } of pagesWithTables()) writeFileSync(file, text);
writeFileSync(storyTableFile, await storyTablePage());
