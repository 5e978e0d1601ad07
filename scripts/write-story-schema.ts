import { writeFileSync } from 'node:fs';
import { storySchema } from '../simulators/simulate/language/story-schema.ts';

const file = new URL('../simulators/scenarios/story.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(storySchema(), undefined, 2)}\n`);
