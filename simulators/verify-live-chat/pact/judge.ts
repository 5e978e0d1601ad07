import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Interaction, Pact } from './pact.ts';

/** What Pact's verifier says about one interaction. */
export interface Verdict {
  readonly isKept: boolean;
  readonly mismatches: readonly Mismatch[];
  /** What went wrong instead of a comparison, when something did. */
  readonly error?: string;
}

const mismatch = z.object({
  type: z.string(),
  mismatch: z.string().default(''),
  path: z.string().optional(),
  key: z.string().optional(),
  expected: z.unknown(),
  actual: z.unknown(),
});
export type Mismatch = Readonly<z.infer<typeof mismatch>>;

export interface Judge {
  verify(pact: Pact, interaction: Interaction): Promise<Verdict>;
  stop(): Promise<void>;
}

export interface JudgeSettings {
  readonly providerUrl: string;
  readonly statesUrl: string;
  /** For one answer; the proxy in between has the shorter patience. */
  readonly timeoutMs: number;
}

/** Starts Pact's verifier, which then takes one interaction after the other. */
export async function startJudge(settings: JudgeSettings): Promise<Judge> {
  const directory = await mkdtemp(join(tmpdir(), 'verify-live-chat-'));
  const child = fork(processFile(), [], {
    env: { ...process.env, PACT_DO_NOT_TRACK: 'true' },
    execArgv: ['--no-deprecation'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    async verify(pact, interaction) {
      const pactFile = join(directory, 'pact.json');
      await writeFile(pactFile, JSON.stringify({ ...pact, interactions: [interaction] }));
      child.send({ pactFile, ...settings });
      return verdictOf(await nextMessage(child));
    },
    async stop() {
      child.disconnect();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** As a source or compiled, as this file itself. */
function processFile(): string {
  const here = fileURLToPath(import.meta.url);
  return join(here, '..', `judge-process${extname(here)}`);
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const listening = new AbortController();
  const { signal } = listening;
  const exited = once(child, 'exit', { signal }).then(() => {
    throw new Error("Pact's verifier stopped before it was done");
  });
  try {
    const [message]: unknown[] = await Promise.race([once(child, 'message', { signal }), exited]);
    return message;
  } finally {
    listening.abort();
    exited.catch(() => undefined);
  }
}

const answer = z.object({ result: z.string() });
const results = z.object({
  interactionResults: z.array(
    z.object({
      result: z.string(),
      mismatch: z
        .object({ mismatches: z.array(mismatch).default([]), message: z.string().optional() })
        .optional(),
    }),
  ),
});

function verdictOf(message: unknown): Verdict {
  const { result } = answer.parse(message);
  const parsed = results.safeParse(jsonOf(result));
  const [only] = parsed.success ? parsed.data.interactionResults : [];
  if (only === undefined) return { isKept: false, mismatches: [], error: result.slice(0, 500) };
  return {
    isKept: only.result === 'OK',
    mismatches: only.mismatch?.mismatches ?? [],
    ...(only.mismatch?.message === undefined ? {} : { error: only.mismatch.message }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
