import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { listen } from '../../../simulators/http/listen.ts';
import type { RecordedCallback, RecordedRequest } from '../../../simulators/live-chat/live-chat.ts';
import { startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { zendesk as simulated } from '../../../simulators/live-chat/zendesk/vendor.ts';
import { liveChatId } from '../../../src/domain/ids.ts';
import {
  apiKey,
  bridgeUrl,
  briefedStart,
  openedAt,
  webhookSecret,
} from '../../adapters/live-chat/zendesk/world.ts';
import { anotherAttempt, firstAttempt } from '../../contracts/live-chat-attempt.ts';

export interface Exchanges {
  readonly requests: readonly RecordedRequest[];
  readonly callbacks: readonly RecordedCallback[];
}

/** All that the adapter asks of the simulated account and that the account tells, right and wrong, with each of its choices. */
export async function everyExchange(): Promise<Exchanges> {
  const receiver = await listen(new Hono().post('/*', (c) => c.json({})));
  const { options } = simulated.pairing({ bridgeUrl: receiver.url, apiKey, webhookSecret });
  const simulator = await startLiveChat({ kind: 'zendesk', ...options, pause: async () => undefined });
  const { liveChat, check } = openedAt(simulator.url, {
    LIVECHAT_ZENDESK_INTEGRATION: undefined,
    LIVECHAT_ZENDESK_CONTEXT_FIELDS: 'order=9002,deep=9003',
    LIVECHAT_ZENDESK_TAGS: 'copilot,{session}',
  });
  const converse = async (keys: string) => {
    const start = briefedStart();
    const opened = await liveChat.start(start, firstAttempt(keys));
    if (opened.outcome !== 'opened') throw new Error(opened.outcome);
    const chat = { sessionId: start.sessionId, liveChatId: opened.liveChatId };
    const words = { ...chat, messageId: 'm', sender: 'Anna', at: Date.now() };
    for (const kind of ['customer', 'notice'] as const)
      await liveChat.say({ ...words, kind, text: `words of a ${kind}` }, firstAttempt(`${keys}-${kind}`));
    await liveChat.say({ ...words, kind: 'customer', text: 'x' }, anotherAttempt(`${keys}-again`));
    for (const text of liveChat.split('y'.repeat(5_000)))
      await liveChat.say({ ...words, kind: 'customer', text }, firstAttempt(`${keys}-long`));
    const desk = await simulator.chat(({ id }) => id === opened.liveChatId);
    await desk.join('Dana');
    await desk.says('Hello');
    return { chat, desk, start };
  };
  const choices = [
    {},
    { endsBy: 'passControl' },
    { saidBy: 'trigger', mixes: true },
    { namesAgents: false, isWorkspaceDefault: true },
  ];
  for (const [index, each] of choices.entries()) {
    simulator.behave({
      choices: { ...each, webhookTarget: `${bridgeUrl}/api/livechat/zendesk`, webhookSecret },
    });
    const { chat, desk, start } = await converse(`k${index}`);
    await liveChat.start(start, anotherAttempt(`k${index}`));
    if (index % 2 === 0) await desk.ends({ message: 'Good bye' });
    await liveChat.end(chat, 'customer', firstAttempt('end'));
    await check();
  }
  const nobody = { sessionId: briefedStart().sessionId, liveChatId: liveChatId('5e552ef595e5206375bb835d') };
  await liveChat.end(nobody, 'idle', firstAttempt('end'));
  simulator.refuse('unavailable');
  await liveChat.start(briefedStart(), firstAttempt('refused'));
  await openedAt(simulator.url, { LIVECHAT_ZENDESK_KEY_SECRET: `${apiKey}x` }).check();
  await openedAt(simulator.url, { LIVECHAT_ZENDESK_APP_ID: 'another' }).check();
  await atRest(() => simulator.callbacks.length);
  const { requests, callbacks } = simulator;
  await simulator.stop();
  await receiver.stop();
  return { requests, callbacks };
}

/** A body without what differs in each run, so that different ones can be counted. */
const shapeOf = (body: unknown): string =>
  JSON.stringify(body ?? null)
    .replaceAll(/[0-9a-f]{24}/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/(hs_[a-z]+-)\d+/g, '$1<n>')
    .replaceAll(/\bk\d(?=-)/g, '<key>');

export const distinct = <Each>(all: readonly Each[], of: (each: Each) => unknown): readonly Each[] => [
  ...new Map(all.map((each) => [shapeOf(of(each)), each])).values(),
];

/** Echoes are told behind the calls that they echo. */
async function atRest(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); await sleep(200)) before = count();
}
