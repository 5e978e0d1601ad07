import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RehearsedBridge } from '../console/rehearsal.ts';
import { bridgeRuns } from './bridge-runs.ts';
import type { Skip } from './recorded-story.ts';

export interface DemoBridge extends RehearsedBridge {
  /** Where the process listens now; a new port with each start. */
  url(): string;
  /** What was skipped of its time so far. */
  readonly skips: readonly Skip[];
  /** In order: everything under way is finished. It can be started again. */
  halt(): Promise<void>;
  /** For good. */
  stop(): Promise<void>;
}

interface DemoBridgeOptions {
  readonly logFile: string;
  readonly adminToken: string;
  /** Hears each line of the log, those of earlier runs first. */
  readonly onLine: (line: string) => void;
}

const patienceMs = 5_000;

/** The demo's bridge. `environment` is asked at each start, and may name what is known only later. */
export async function demoBridge(
  { logFile, adminToken, onLine }: DemoBridgeOptions,
  environment: () => Readonly<Record<string, string>>,
): Promise<DemoBridge> {
  await mkdir(dirname(logFile), { recursive: true });
  const before = await readFile(logFile, 'utf8').catch(() => '');
  for (const line of before.split('\n')) onLine(line);
  const log = createWriteStream(logFile, { flags: 'a' });
  const write = (line: string) => {
    log.write(`${line}\n`);
    onLine(line);
  };
  const skips: Skip[] = [];
  const aheadMs = () => skips.reduce((sum, { ms }) => sum + ms, 0);
  const runs = bridgeRuns({ onLine: write, environment, aheadMs });
  return {
    get status() {
      return runs.status;
    },
    url: runs.url,
    now: () => Date.now() + aheadMs(),
    skips,
    get skippedMs() {
      return aheadMs();
    },
    skip(ms) {
      skips.push({ at: Date.now(), ms });
      runs.skip(ms);
    },
    start: runs.start,
    kill: () => runs.end('kill'),
    halt: () => runs.end('stop'),
    async stop() {
      runs.forgetSpare();
      await runs.end('stop');
      await new Promise((resolve) => log.end(resolve));
    },
    async ask(method, path) {
      const headers = { authorization: `Bearer ${adminToken}` };
      const signal = AbortSignal.timeout(patienceMs);
      const answer = await fetch(`${runs.url()}${path}`, { method, headers, signal });
      return { status: answer.status, body: await answer.text() };
    },
  };
}
