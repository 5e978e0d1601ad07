import { newCredentials } from '../../../simulators/bridge-environment.ts';
import { bridgeLog } from '../../../simulators/console/bridge-log.ts';
import type { Rehearsal, RehearsedBridge } from '../../../simulators/console/rehearsal.ts';
import { startConsole } from '../../../simulators/console/start-console.ts';
import { type FaultProxy, startFaultProxy } from '../../../simulators/faults/fault-proxy.ts';
import { type LiveChat, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../../../simulators/microsoft-side.ts';

/** A console among real simulators, with a bridge of which a test decides what it says. */
export interface ConsoleWorld {
  readonly url: string;
  readonly bridge: ScriptedBridge;
  readonly rehearsal: Rehearsal;
  readonly microsoft: MicrosoftSide;
  readonly liveChat: LiveChat;
  readonly lines: Record<'toBridge' | 'toTeams' | 'toLiveChat', FaultProxy>;
  /** From the console's own page. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  stop(): Promise<void>;
}

/** In the place of the process: answers as told, and remembers what it was asked. */
export interface ScriptedBridge extends RehearsedBridge {
  readonly asked: string[];
  metrics: string;
  deadLetters: readonly unknown[];
  answerStatus: number;
}

export async function startConsoleWorld(): Promise<ConsoleWorld> {
  const { tenantId, skillApp, copilotApp, webhookSecret, apiKey } = newCredentials();
  const microsoft = await startMicrosoftSide({ tenantId, skillApp, copilotApp, dialect: 'reference' });
  const liveChat = await startLiveChat({ kind: 'reference', apiKey });
  const lines = {
    toBridge: await startFaultProxy({ target: microsoft.url }),
    toTeams: await startFaultProxy({ target: microsoft.url }),
    toLiveChat: await startFaultProxy({ target: liveChat.url, refusal: liveChat.refusal }),
  };
  const bridge = scriptedBridge();
  const rehearsal: Rehearsal = {
    bridge,
    bridgeLog: bridgeLog(),
    lines,
    teams: microsoft.teams,
    copilotStudio: microsoft.copilotStudio,
    liveChat,
    pages: {
      customer: microsoft.customerPageUrl,
      customerAlone: microsoft.customerPageUrl,
      desk: liveChat.deskUrl,
    },
    secrets: [skillApp.clientSecret, copilotApp.clientSecret, webhookSecret, apiKey],
  };
  const { url, stop } = await startConsole(rehearsal);
  return {
    url,
    bridge,
    rehearsal,
    microsoft,
    liveChat,
    lines,
    post: (path, body, headers = {}) =>
      fetch(`${url}/api/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    async stop() {
      await stop();
      await Promise.all([
        microsoft.stop(),
        liveChat.stop(),
        ...Object.values(lines).map((line) => line.stop()),
      ]);
    },
  };
}

function scriptedBridge(): ScriptedBridge {
  let status: RehearsedBridge['status'] = 'running';
  let skippedMs = 0;
  const bridge: ScriptedBridge = {
    asked: [],
    metrics: '',
    deadLetters: [],
    answerStatus: 200,
    get status() {
      return status;
    },
    get skippedMs() {
      return skippedMs;
    },
    now: () => Date.now() + skippedMs,
    skip: (ms) => {
      skippedMs += ms;
    },
    async start() {
      status = 'running';
    },
    async kill() {
      status = 'stopped';
    },
    async ask(method, path) {
      if (path === '/metrics') return { status: 200, body: bridge.metrics };
      if (method === 'GET') return { status: 200, body: JSON.stringify({ deadLetters: bridge.deadLetters }) };
      bridge.asked.push(`${method} ${path}`);
      return { status: bridge.answerStatus, body: '{}' };
    },
  };
  return bridge;
}

/** What a page is told, gathered until `isEnough` or 3 s have passed. */
export async function told(url: string, isEnough: (text: string) => boolean): Promise<string> {
  const stop = new AbortController();
  const answer = await fetch(url, { signal: stop.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const timer = setTimeout(() => void reader?.cancel(), 3_000);
  while (reader && !isEnough(text)) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  clearTimeout(timer);
  stop.abort();
  return text;
}
