import { writeFileSync } from 'node:fs';
import { pageWithSettings, settingsFile } from './settings-table.ts';

writeFileSync(settingsFile, pageWithSettings());
