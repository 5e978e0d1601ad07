import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type FrontOptions, startFront, statesPath } from './provider-front.ts';

export interface Verification {
  /** Only the interaction with this description; all unless told. */
  readonly only?: string;
  /** Breaks answers on purpose. */
  readonly alter?: FrontOptions['alter'];
}

/** An interaction that does not hold, and why. */
export interface Broken {
  readonly interaction: string;
  readonly why: string;
}

export interface PactVerifier {
  /** Empty when the provider keeps the pact. One verification at a time. */
  verify(verification?: Verification): Promise<readonly Broken[]>;
  stop(): Promise<void>;
}

type Provider = Omit<FrontOptions, 'alter'>;

/** Verifies `pacts/<name>.json` against a provider as often as it is asked. */
export function pactVerifier(name: string, provider: Provider): PactVerifier {
  const child = fork(join(import.meta.dirname, 'verifying-process.ts'), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, PACT_DO_NOT_TRACK: 'true' },
  });
  const directory = mkdtempSync(join(tmpdir(), 'pact-'));
  const answerTo = (order: Readonly<Record<string, string>>): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const giveUp = () => reject(new Error('the verifier has ended'));
    child.once('message', resolve).once('exit', giveUp);
    child.send(order);
    return promise.finally(() => child.off('message', resolve).off('exit', giveUp));
  };
  return {
    async verify({ only, alter } = {}) {
      const front = await startFront({ ...provider, ...(alter && { alter }) });
      const pact = join(directory, 'pact.json');
      writeFileSync(pact, excerpt(name, only));
      try {
        const urls = { providerBaseUrl: front.url, providerStatesSetupUrl: `${front.url}${statesPath}` };
        const result = await answerTo({ ...urls, pact });
        if (front.failures.length > 0) throw new Error(front.failures.join('\n'));
        return brokenIn(result);
      } finally {
        await front.stop();
      }
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
      rmSync(directory, { recursive: true });
    },
  };
}

const pactSchema = z.looseObject({ interactions: z.array(z.looseObject({ description: z.string() })) });

/** The committed pact, with one of its interactions or with all. */
function excerpt(name: string, only: string | undefined): string {
  const text = readFileSync(join(import.meta.dirname, '../../pacts', `${name}.json`), 'utf8');
  const pact = pactSchema.parse(JSON.parse(text));
  const interactions = pact.interactions.filter(
    ({ description }) => only === undefined || description === only,
  );
  if (interactions.length === 0) throw new Error(`${name} has no interaction "${only}"`);
  return JSON.stringify({ ...pact, interactions });
}

const resultSchema = z.object({
  interactionResults: z.array(
    z.object({
      description: z.string(),
      result: z.string(),
      mismatch: z
        .object({
          message: z.string().optional(),
          mismatches: z
            .array(z.looseObject({ mismatch: z.string(), path: z.string().optional() }))
            .default([]),
        })
        .optional(),
    }),
  ),
});

function brokenIn(result: unknown): readonly Broken[] {
  const { interactionResults } = resultSchema.parse(JSON.parse(String(result)));
  return interactionResults
    .filter((each) => each.result !== 'OK')
    .map(({ description, mismatch }) => ({
      interaction: description,
      why: [
        mismatch?.message,
        ...(mismatch?.mismatches ?? []).map(({ path = '', mismatch }) => `${path} ${mismatch}`),
      ]
        .filter((line) => line !== undefined)
        .join('\n'),
    }));
}
