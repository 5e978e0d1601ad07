import { randomBytes } from 'node:crypto';
import { type LiveChat as Simulator, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { contosoSampleLiveChat } from '../../../src/adapters/live-chat/contoso-sample/client.ts';
import { referenceLiveChat } from '../../../src/adapters/live-chat/reference/client.ts';
import type { LiveChat } from '../../../src/application/ports/live-chat.ts';
import { type Desk, describeLiveChat, type FreshLiveChat } from '../../contracts/live-chat.ts';

describeLiveChat('The reference adapter', async () => {
  const key = randomBytes(24).toString('base64url');
  const simulator = await startLiveChat({ kind: 'reference', apiKey: key });
  const callbackUrl = 'http://127.0.0.1:9/api/messages/proactive';
  const settings = { baseUrl: simulator.url, callbackUrl, getBearer: async () => key };
  return withDesk(referenceLiveChat(settings), simulator);
});

describeLiveChat('The adapter of the shipped sample', async () => {
  const simulator = await startLiveChat({ kind: 'contoso-sample' });
  return withDesk(contosoSampleLiveChat({ baseUrl: simulator.url }), simulator);
});

function withDesk(liveChat: LiveChat, simulator: Simulator): FreshLiveChat {
  let isThere = true;
  const goAway = async () => {
    if (isThere) await simulator.stop();
    isThere = false;
  };
  const chatOf = (id: string) => simulator.chats.find((chat) => chat.id === id);
  const desk: Desk = {
    texts: (id) => chatOf(id)?.messages.flatMap(({ text, earlier }) => (earlier ? [] : [text])) ?? [],
    isEnded: (id) => chatOf(id)?.status === 'ended',
    chatCount: () => simulator.chats.length,
    briefing: (id) => {
      const { problem, context, messages = [] } = chatOf(id) ?? {};
      return Object.entries({
        problem,
        context,
        transcript: messages.find(({ earlier }) => earlier),
      }).flatMap(([field, value]) => (value === undefined ? [] : [field]));
    },
    failNext: (fault) => simulator.failNext(fault),
    loseNextAnswer: () => simulator.failNext({ reset: 'after-accepting' }),
    goAway,
  };
  return { liveChat, desk, stop: goAway };
}
