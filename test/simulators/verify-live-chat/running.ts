import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { runCommand } from '../../../simulators/verify-live-chat/command.ts';
import { type Breakage, brokenLiveChat } from './broken-live-chat.ts';

export const bearer = 'the-key-of-the-test';
export const webhookSecret = `whsec_${Buffer.from('a secret of the test, 28 bytes').toString('base64')}`;
export const secrets = { VERIFY_BEARER: bearer, VERIFY_WEBHOOK_SECRET: webhookSecret };

export interface Outcome {
  readonly code: number;
  readonly text: string;
}

/** Somebody at the terminal, who hears when it is their turn. */
export interface Person {
  readonly input: NodeJS.ReadableStream;
  readonly onPrompt: () => Promise<void>;
}

/** The command in this process; its reports go to a directory that is removed afterwards, unless one is given. */
export async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = secrets,
  person?: Person,
): Promise<Outcome> {
  const out = mkdtempSync(join(tmpdir(), 'verified-'));
  let text = '';
  const write = (more: string): void => {
    text += more;
    if (more.includes('Your turn')) setImmediate(() => void person?.onPrompt());
  };
  const input = person === undefined ? {} : { input: person.input };
  try {
    const code = await runCommand(['--out', out, ...args], { env, isColoured: false, write, ...input });
    return { code, text };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The reference simulator, open to be checked. */
export const referenceLiveChat = () =>
  startLiveChat({ kind: 'reference', apiKey: bearer, webhookSecret, testHook: true });

export const hooksOf = (url: string): readonly string[] => [
  '--trigger',
  `${url}/test-hook/callbacks`,
  '--state-hook',
  `${url}/test-hook/states`,
];

/** Runs the command against a live chat with this breakage. */
export async function runAgainst(breakage: Breakage, args: readonly string[] = []): Promise<Outcome> {
  const liveChat = await referenceLiveChat();
  const broken = await brokenLiveChat(liveChat.url, breakage);
  try {
    return await run(['--url', broken.url, ...args]);
  } finally {
    broken.stop();
    await liveChat.stop();
  }
}

/** The lines of the table about one clause: its outcome, cause and advice. */
export function linesAbout({ text }: Outcome, clause: string): string {
  const lines = text.slice(text.indexOf('What the live chat')).split('\n');
  const at = lines.findIndex((line) => line.includes(clause));
  return at < 0 ? `no line about "${clause}" in\n${text}` : lines.slice(at, at + 3).join('\n');
}
