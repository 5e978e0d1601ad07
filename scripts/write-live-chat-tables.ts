import { writeFileSync } from 'node:fs';
import { pagesWithTables } from './live-chat-tables.ts';

for (const { file, text } of pagesWithTables()) writeFileSync(file, text);
