import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../../simulators/http/listen.ts';
import { postJson } from '../../../simulators/http/post-json.ts';
import type { MicrosoftSide } from '../../../simulators/microsoft-side.ts';
import { sentences } from './agent-sentences.ts';
import {
  apps,
  ended,
  type FakeSkill,
  microsoftSide,
  ordinarily,
  startFakeSkill,
  tokenFor,
} from './fake-skill.ts';

let side: MicrosoftSide;
let skill: FakeSkill;
beforeAll(async () => {
  side = await microsoftSide();
  skill = await startFakeSkill(side);
});
afterAll(async () => {
  await skill.stop();
  await side.stop();
});

async function reply(conversationId: string, token: string): Promise<number> {
  const url = `${side.url}/copilot-studio/v3/conversations/${encodeURIComponent(conversationId)}/activities`;
  const headers = { authorization: `Bearer ${token}` };
  return (await postJson(url, { type: 'message', text: 'Psst' }, { headers })).status;
}

describe("The skill's service URL", () => {
  const forCopilot = `${apps.copilotApp.clientId}/.default`;

  it("takes the skill's replies", async () => {
    const customer = await side.teams.customer();
    expect(await reply(customer.conversationId, await tokenFor(side, apps.skillApp, forCopilot))).toBe(200);
    await customer.sees('Psst');
    expect(side.copilotStudio.received.at(-1)).toMatchObject({ status: 200, activity: { text: 'Psst' } });
  });

  it('refuses all other callers', async () => {
    const { conversationId, messages } = await side.teams.customer();
    expect(await reply(conversationId, '')).toBe(401);
    expect(await reply(conversationId, await tokenFor(side, apps.copilotApp, forCopilot))).toBe(401);
    expect(await reply(conversationId, await tokenFor(side, apps.skillApp, 'another/.default'))).toBe(401);
    expect(messages).toEqual([]);
  });

  it('does not know conversations that Teams does not know', async () => {
    expect(await reply('a:1nobody', await tokenFor(side, apps.skillApp, forCopilot))).toBe(404);
  });

  it('refuses as planned', async () => {
    const { conversationId } = await side.teams.customer();
    side.copilotStudio.refuseReplies({ status: 502 });
    expect(await skill.posts(conversationId, { type: 'message', text: 'one' })).toBe(502);
    expect(await skill.posts(conversationId, { type: 'message', text: 'two' })).toBe(200);
  });
});

describe('The channel endpoint', () => {
  it('takes messages from Teams alone', async () => {
    const url = `${side.url}/copilot-studio/channel/messages`;
    const token = await tokenFor(side, apps.skillApp, `${apps.copilotApp.clientId}/.default`);
    for (const bearer of ['', token]) {
      const headers = { authorization: `Bearer ${bearer}` };
      expect((await postJson(url, { type: 'message', text: 'Hello' }, { headers })).status).toBe(401);
    }
  });
});

describe('callSkill', () => {
  it('sends one activity and collects its replies, and no other endpoint hears of it', async () => {
    const customer = await side.teams.customer();
    const conversation = { id: customer.conversationId };
    const call = await side.copilotStudio.callSkill({
      type: 'event',
      name: 'endConversation',
      value: {},
      conversation,
    });
    expect(call).toMatchObject({ status: 200, replies: [{ type: 'endOfConversation' }] });
    expect(customer.messages).toEqual([]);
    expect(side.copilotStudio.stateOf(customer.conversationId).isSkillActive).toBe(false);
  });

  it('collects the replies of an answer too', async () => {
    const call = await side.copilotStudio.callSkill({ text: 'end handoff', deliveryMode: 'expectReplies' });
    expect(call.replies).toMatchObject([{ type: 'endOfConversation' }]);
  });

  it('sends other tokens, or none', async () => {
    const forged = await side.entra.sign(side.entra.claims(), { key: 'unknown' });
    expect((await side.copilotStudio.callSkill({}, { token: forged })).status).toBe(401);
    expect((await side.copilotStudio.callSkill({}, { token: '' })).status).toBe(401);
  });

  it('delivers again when an answer got lost', async () => {
    const before = skill.heard.length;
    side.copilotStudio.loseAnswers(1);
    const call = await side.copilotStudio.callSkill({ text: 'Twice' });
    expect(call).toMatchObject({ status: 200, attempt: 2 });
    const ids = skill.heard.slice(before).map(({ id }) => id);
    expect(ids).toEqual([call.activity.id, call.activity.id]);
  });
});

describe('The import of a skill', () => {
  const manifest = (endpointUrl: string) => ({
    $schema: 'https://schemas.botframework.com/schemas/skills/v2.2/skill-manifest.json',
    $id: 'handoff',
    name: 'Handoff',
    endpoints: [
      { name: 'default', protocol: 'BotFrameworkV3', endpointUrl, msAppId: apps.skillApp.clientId },
    ],
    activities: {
      endConversation: { type: 'event', name: 'endConversation' },
      sendMessage: { type: 'message' },
    },
  });
  const findings = async (serve: () => Response) => {
    const server = await listen(new Hono().get('/skill-manifest.json', serve));
    const found = await side.copilotStudio.importSkill(`${server.url}/skill-manifest.json`);
    await server.stop();
    return found;
  };

  it('has nothing against a right one, and checks that it answers', async () => {
    expect(await findings(() => Response.json(manifest(skill.url)))).toEqual([]);
    expect(skill.heard.at(-1)).toMatchObject({ type: 'endOfConversation' });
  });

  it.each([
    ['a trailing comma', () => new Response('{"name":"x",}'), 'manifest: is not JSON'],
    ['a missing manifest', () => new Response(null, { status: 404 }), 'manifest: answered 404, expected 200'],
    [
      'a huge one',
      () => new Response(`"${'x'.repeat(600_000)}"`),
      'manifest: 600002 bytes, at most 512000 are taken',
    ],
    [
      'no activities',
      () => Response.json({ ...manifest(skill.url), activities: {} }),
      'manifest: activities: at least one activity is expected',
    ],
    [
      'an endpoint that is not there',
      () => Response.json(manifest('http://127.0.0.1:9/x')),
      'endpoint http://127.0.0.1:9/x: not reached',
    ],
  ])('objects to %s', async (_what, serve, finding) => {
    expect(await findings(serve)).toEqual([finding]);
  });
});

describe('A restart', () => {
  it('goes on with chats, active skills and variables', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'microsoft-side-'));
    const stateFile = join(folder, 'state', 'microsoft-side.json');
    const first = await microsoftSide({ stateFile });
    const firstSkill = await startFakeSkill(first);
    const { conversationId, says } = await first.teams.customer('Mia');
    await says('I want to talk with a person');
    await says('My printer burns');
    await first.stop();
    await firstSkill.stop();

    const second = await microsoftSide({ stateFile, port: first.port });
    const secondSkill = await startFakeSkill(second);
    secondSkill.answers(ordinarily);
    const customer = second.teams.customerOf(conversationId);
    expect(customer?.messages.at(-1)?.text).toBe(sentences.connecting);
    expect(second.copilotStudio.stateOf(conversationId).variables).toMatchObject({
      LiveChatConversationId: 'lc-1',
    });
    await customer?.says('Still there?');
    expect(secondSkill.heard).toMatchObject([
      { text: 'Still there?', value: { LiveChatConversationId: 'lc-1' } },
    ]);
    expect(await secondSkill.posts(conversationId, ended())).toBe(200);
    await secondSkill.stop();
    await second.stop();
    await rm(folder, { recursive: true });
  });

  it('does not begin with a broken state file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'microsoft-side-'));
    const stateFile = join(folder, 'state.json');
    await writeFile(stateFile, '{"version":1,"chats":');
    await expect(microsoftSide({ stateFile })).rejects.toThrow('is not a state file');
    await rm(folder, { recursive: true });
  });
});
