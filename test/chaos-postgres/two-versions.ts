import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type BridgeProcess, bridgeProcess } from '../end-to-end/world.ts';
import type { Disturb, Program } from './replicated-world.ts';
import { noticeMs } from './rolling-restart.ts';

export interface TwoVersions {
  readonly program: Program;
  /** Migrates while the old version runs; then, each time, the next replica is replaced by one of the other version. */
  readonly replaceNext: Disturb;
  /** How many replacements make all replicas new, then old again, then new. */
  readonly replacements: number;
}

const run = promisify(execFile);

interface Sources {
  readonly before: string;
  readonly after: string;
  readonly replicas: number;
  /** Hears what is done. */
  readonly tell: (line: string) => void;
}

/** A service that is brought from one version to the next, back, and forth again, by orderly replacements. */
export function twoVersions({ before, after, replicas, tell }: Sources): TwoVersions {
  const running = new Map<string, { sources: string }>();
  let steps = 0;

  const migrateWith = async (sources: string, databaseUrl: string) => {
    const env = { PATH: process.env.PATH ?? '', DATABASE_URL: databaseUrl };
    await run(process.execPath, ['scripts/migrate.ts'], { cwd: sources, env });
  };

  return {
    replacements: 1 + 3 * replicas,
    program: {
      migrate: (databaseUrl) => migrateWith(before, databaseUrl),
      replica(url, environment) {
        const version = { sources: before };
        running.set(url, version);
        return switching(() => bridgeProcess({ url, environment, sources: version.sources }), url);
      },
    },
    async replaceNext(world) {
      const step = steps++;
      if (step === 0) {
        tell('the database is migrated');
        return migrateWith(after, world.own.database.url);
      }
      const replica = world.replicas[(step - 1) % replicas];
      const version = running.get(replica?.url ?? '');
      if (!replica || !version) return;
      world.balanceWithout(replica);
      await new Promise((resolve) => setTimeout(resolve, noticeMs));
      const code = await replica.stop();
      if (code !== 0) throw new Error(`a replica that was told to stop ended with ${code}`);
      version.sources = version.sources === before ? after : before;
      await replica.start();
      world.balanceWithout();
      tell(`replica ${(step - 1) % replicas} runs the ${version.sources === after ? 'new' : 'old'} version`);
    },
  };
}

/** One replica for whoever looks at it, a process of another version after each start. */
function switching(next: () => BridgeProcess, url: string): BridgeProcess {
  let current: BridgeProcess | undefined;
  let earlier = '';
  return {
    url,
    dataDirectory: '',
    output: () => earlier + (current?.output() ?? ''),
    async start() {
      earlier += current?.output() ?? '';
      current = next();
      await current.start();
    },
    stop: async () => (await current?.stop()) ?? 0,
    kill: async () => current?.kill(),
    pause: () => current?.pause(),
    goOn: () => current?.goOn(),
  };
}
