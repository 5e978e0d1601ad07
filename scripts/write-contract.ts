import { writeFileSync } from 'node:fs';
import { contractFile, contractText } from './contract-text.ts';

writeFileSync(contractFile, contractText());
