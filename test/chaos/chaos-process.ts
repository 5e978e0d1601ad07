import { parseArgs } from 'node:util';
import { chaosCommand, chaosOptions, teller } from './chaos-command.ts';

const { values } = parseArgs({
  options: { ...chaosOptions, kills: { type: 'string', default: '100' } },
});
const tell = teller();
tell(`seed ${values.seed}; again with: npm run test:chaos -- ${again(values)}`);
await chaosCommand(values, tell);

function again(options: Readonly<Record<string, string | boolean>>): string {
  return Object.entries(options)
    .map(([name, value]) => (value === true ? `--${name}` : `--${name} ${value}`))
    .filter((option) => !option.endsWith(' false'))
    .join(' ');
}
