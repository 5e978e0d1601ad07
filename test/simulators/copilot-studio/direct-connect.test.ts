import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { powerPlatformAudience } from '../../../simulators/copilot-studio/direct-connect/direct-routes.ts';
import { type PlayedCopilot, startCopilot } from './played-copilot.ts';

let copilot: PlayedCopilot;
let token: string;
beforeAll(async () => {
  copilot = await startCopilot({ dialect: 'reference', expectReplies: true });
  const { entra } = copilot.side;
  token = await entra.sign(entra.claims({ aud: powerPlatformAudience, name: 'Anna' }));
});
afterAll(() => copilot.stop());

const at = (path: string, init: RequestInit = {}, bearer = token): Promise<Response> =>
  fetch(`${copilot.side.directConnectUrl}/conversations${path}`, {
    ...init,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...init.headers },
  });
const posts = (path: string, body: unknown) => at(path, { method: 'POST', body: JSON.stringify(body) });

async function begun(): Promise<string> {
  const started = await posts('', { emitStartConversationEvent: true });
  expect(await started.text()).toContain('event: end');
  return `/${started.headers.get('x-ms-conversationid')}`;
}

describe('An app that talks to the copilot by its connection string', () => {
  it('hears in the stream of its turn what is said in it', async () => {
    const chat = await begun();
    const turn = await posts(chat, { activity: { type: 'message', text: 'Hello' } });
    expect(await turn.text()).toMatch(/event: activity\ndata: .*virtual assistant.*\nid: 1\n\nevent: end/s);
    expect(turn.headers.get('x-ms-conversationid')).toBe(chat.slice(1));
  });

  it('goes on with a subscription behind the last event that it has', async () => {
    const chat = await begun();
    await (await posts(chat, { activity: { type: 'message', text: 'Hello' } })).text();
    const gone = new AbortController();
    const stream = await at(`${chat}/subscribe`, {
      headers: { 'last-event-id': '0' },
      signal: gone.signal,
    });
    const first = await stream.body?.pipeThrough(new TextDecoderStream()).getReader().read();
    expect(first?.value).toContain('virtual assistant');
    gone.abort();
  });

  it('needs a right token, a chat that there is, and an activity', async () => {
    const chat = await begun();
    const { entra } = copilot.side;
    const foreign = await entra.sign(entra.claims());
    expect((await at('', { method: 'POST', body: '{}' }, foreign)).status).toBe(401);
    expect((await posts('/unknown', { activity: { type: 'message', text: 'Hello' } })).status).toBe(404);
    expect((await posts(chat, { text: 'Hello' })).status).toBe(400);
  });
});
