import { writeFileSync } from 'node:fs';
import { readmeFile, readmeWithSettings } from './settings-table.ts';

writeFileSync(readmeFile, readmeWithSettings());
