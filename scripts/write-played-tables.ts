import { writeFileSync } from 'node:fs';
import { pageOfPlayed, playedFile } from './played-tables.ts';

writeFileSync(playedFile, pageOfPlayed());
