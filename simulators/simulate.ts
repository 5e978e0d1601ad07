import { simulate } from './simulate/run/command.ts';

// Whatever a failed start has left open must not keep the terminal.
process.exit(await simulate(process.argv.slice(2), process.stdout));
