import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { listen } from '../../../simulators/http/listen.ts';
import { postJson } from '../../../simulators/http/post-json.ts';
import {
  type MicrosoftSide,
  type MicrosoftSideOptions,
  startMicrosoftSide,
} from '../../../simulators/microsoft-side.ts';
import { type Activity, activitySchema } from '../../../simulators/teams/activity.ts';

export const apps = {
  tenantId: '6f1b7a52-8d53-4a0e-9a44-3d8c4d0f5a01',
  skillApp: { clientId: '11111111-1111-4111-8111-111111111111', clientSecret: 'secret of the skill' },
  copilotApp: { clientId: '22222222-2222-4222-8222-222222222222', clientSecret: 'secret of the copilot' },
} as const;

const tokenBody = z.looseObject({ access_token: z.string().optional(), error: z.string().optional() });

export type Reply = Readonly<Record<string, unknown>> & { readonly type: string };

export interface SkillAnswer {
  readonly status?: number;
  readonly replies?: readonly Reply[];
  readonly afterMs?: number;
}

/** A skill of a few lines that checks every token as a real one must. */
export interface FakeSkill {
  readonly url: string;
  /** Activities with a right token, in order. */
  readonly heard: readonly Activity[];
  answers(answer: (activity: Activity) => SkillAnswer): void;
  /** Posts to the service URL of its own accord. */
  posts(conversationId: string, reply: Reply, replyTo?: string): Promise<number>;
  /** Finishes what is under way first; to be stopped before the Microsoft side. */
  stop(): Promise<void>;
}

export const ended = (value: object = {}): Reply => ({
  type: 'endOfConversation',
  code: 'completedSuccessfully',
  value,
});

/** Starts a live chat for every start, ends it for every end, and takes all other messages. */
export function ordinarily(activity: Activity): SkillAnswer {
  const names = Object.keys(activity.value ?? {});
  const isStart = activity.type === 'event' && !names.includes('LiveChatConversationId');
  const isEnd = activity.type === 'event' ? !isStart : activity.text === 'end handoff';
  if (isStart)
    return { replies: [ended({ LiveChatConversationId: 'lc-1', HandoffStatus: 'queued', Reason: '' })] };
  return isEnd ? { replies: [ended({ LiveChatConversationId: 'lc-1', HandoffStatus: 'ended' })] } : {};
}

export async function startFakeSkill(side: MicrosoftSide): Promise<FakeSkill> {
  const keys = createRemoteJWKSet(new URL(`${side.authority}/${apps.tenantId}/discovery/v2.0/keys`));
  const heard: Activity[] = [];
  let answer = ordinarily;
  const post = async (conversationId: string, reply: Reply, replyTo?: string): Promise<number> => {
    const path = `v3/conversations/${encodeURIComponent(conversationId)}/activities${replyTo ? `/${replyTo}` : ''}`;
    const token = await tokenFor(side, apps.skillApp, `${apps.copilotApp.clientId}/.default`);
    const headers = { authorization: `Bearer ${token}` };
    return (await postJson(`${side.url}/copilot-studio/${path}`, reply, { headers })).status;
  };
  const underWay = new Set<Promise<Response>>();
  const respond = async (activity: Activity): Promise<Response> => {
    const { status = 200, replies = [], afterMs = 0 } = answer(activity);
    await sleep(afterMs);
    if (activity.deliveryMode === 'expectReplies') return Response.json({ activities: replies }, { status });
    for (const reply of replies) await post(activity.conversation?.id ?? '', reply, activity.id ?? undefined);
    return Response.json({}, { status });
  };
  const app = new Hono().post('/api/messages', async (c) => {
    const token = c.req.header('authorization')?.slice('Bearer '.length) ?? '';
    const demands = { audience: apps.skillApp.clientId, issuer: side.entra.issuer, algorithms: ['RS256'] };
    const claims = await jwtVerify(token, keys, demands).catch(() => undefined);
    if (claims?.payload.azp !== apps.copilotApp.clientId) return c.json({ error: 'unauthorized' }, 401);
    const activity = activitySchema.parse(await c.req.json());
    heard.push(activity);
    const work = respond(activity);
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  });
  const server = await listen(app);
  const url = `${server.url}/api/messages`;
  side.connectSkill(url);
  return {
    url,
    heard,
    answers: (next) => {
      answer = next;
    },
    posts: post,
    stop: async () => {
      await Promise.allSettled(underWay);
      await server.stop();
    },
  };
}

export async function tokenFor(
  side: MicrosoftSide,
  app: { readonly clientId: string; readonly clientSecret: string },
  scope: string,
): Promise<string> {
  const { body } = await askToken(side, { client_id: app.clientId, client_secret: app.clientSecret, scope });
  return body.access_token ?? '';
}

export async function askToken(
  side: MicrosoftSide,
  form: Readonly<Record<string, string>>,
  tenantId: string = apps.tenantId,
): Promise<{ readonly status: number; readonly body: z.infer<typeof tokenBody> }> {
  const answer = await fetch(`${side.authority}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
  });
  return { status: answer.status, body: tokenBody.parse(await answer.json()) };
}

/** A Microsoft side with short patience, so that tests of silence are quick. */
export function microsoftSide(options: Partial<MicrosoftSideOptions> = {}): Promise<MicrosoftSide> {
  return startMicrosoftSide({ ...apps, dialect: 'reference', skillTimeoutMs: 300, ...options });
}
