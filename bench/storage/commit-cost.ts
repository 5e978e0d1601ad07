import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Bench } from '../measure.ts';
import { usageOf } from '../process-usage.ts';
import { startSubject } from '../subjects.ts';

/** What a relay costs at the store alone while so many sessions are open. */
export interface CommitCost {
  readonly sessions: number;
  readonly relaysPerSecond: number;
}

export interface Capacity {
  readonly sessions: number;
  /** Of the whole bridge after a start on so many stored sessions. */
  readonly residentMb: number;
  readonly startMs: number;
}

const program = fileURLToPath(new URL('./measure-store.ts', import.meta.url));
const answer = z.object({ relaysPerSecond: z.number() });

const sizes = [10, 1000, 50_000] as const;

/** In a process of its own for each size, so that nothing of one is left for the next. */
export async function commitCosts(
  store: 'lowdb' | 'postgres',
  placeOf: (sessions: number) => Promise<string>,
): Promise<readonly CommitCost[]> {
  const costs: CommitCost[] = [];
  for (const sessions of sizes) {
    const text = await output([store, String(sessions), await placeOf(sessions)]);
    costs.push({ sessions, ...answer.parse(JSON.parse(text)) });
  }
  return costs;
}

/** Starts the bridge on the 50,000 sessions that the measurement of commits left behind. */
export async function lowdbCapacity(bench: Bench, directory: string): Promise<Capacity> {
  const startedAt = performance.now();
  const subject = await startSubject('lowdb', { ...bench, dataDirectory: directory });
  try {
    const startMs = performance.now() - startedAt;
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return { sessions: 50_000, residentMb: usageOf(subject.pids).residentMb, startMs };
  } finally {
    await subject.stop();
  }
}

export async function withDirectory<Value>(work: (directory: string) => Promise<Value>): Promise<Value> {
  const directory = await mkdtemp(join(tmpdir(), 'handoff-bench-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function output(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`measuring the store ended with ${code}`)),
    );
  });
}
