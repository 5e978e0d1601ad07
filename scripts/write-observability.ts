import { writeFileSync } from 'node:fs';
import { rendered } from './observability/rendered.ts';

for (const [path, text] of rendered()) writeFileSync(path, text);
