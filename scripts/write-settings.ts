import { writeFileSync } from 'node:fs';
import { exampleEnvironment, exampleFile } from './example-environment.ts';
import { pageWithSettings, settingsFile } from './settings-table.ts';

writeFileSync(settingsFile, pageWithSettings());
writeFileSync(exampleFile, exampleEnvironment());
