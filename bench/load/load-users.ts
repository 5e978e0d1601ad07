import { createHmac, randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { z } from 'zod';
import type { Credentials } from '../../simulators/bridge-environment.ts';
import { type Peers, tagged } from '../peers.ts';
import type { Subject } from '../subjects.ts';

/** A customer in a handoff, and the agent on the other side. */
export interface LoadUser {
  readonly conversationId: string;
  readonly liveChatId: string;
}

/** The virtual users of one subject. Each call resolves with its answer, and throws when that is not a 2xx. */
export interface LoadUsers {
  /** A new customer asks for an agent. */
  asks(): Promise<LoadUser>;
  customerSays(person: LoadUser, number: number): Promise<void>;
  agentSays(person: LoadUser, number: number): Promise<void>;
  /** Any text from either side. Resolves with the answer whatever it is. */
  tries(from: 'customer' | 'agent', person: LoadUser, text: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** When to try again, where the answer says so. */
  readonly retryAfterMs: number | undefined;
}

const connections = 64;

const opened = z.object({
  activities: z.array(z.object({ value: z.object({ LiveChatConversationId: z.string() }) })),
});

export function loadUsers(subject: Subject, credentials: Credentials, parties: Peers): LoadUsers {
  const { post, close } = connectionsTo(subject);
  const around = { credentials, parties };
  const authorization = `Bearer ${parties.skillToken}`;
  const sign = signer(credentials.webhookSecret);

  const toSkill = (activity: object): Promise<Answer> =>
    post('/api/messages', { authorization }, JSON.stringify(activity));
  const customerSends = ({ conversationId, liveChatId }: LoadUser, text: string): Promise<Answer> => {
    const value = { LiveChatConversationId: liveChatId };
    return toSkill({ ...envelopeOf(conversationId, around), type: 'message', text, value });
  };
  const agentSends = ({ liveChatId }: LoadUser, id: string, message: string): Promise<Answer> => {
    const at = new Date();
    const said = {
      sessionId: liveChatId,
      messageId: id,
      message,
      sender: 'Dana',
      timestamp: at.toISOString(),
    };
    const body = JSON.stringify(said);
    return post('/api/messages/proactive', sign(id, at, body), body);
  };
  return {
    async asks() {
      const conversationId = `a:1${randomUUID()}`;
      const value = { ProblemDescription: 'My order has not come' };
      const escalation = { type: 'event', name: 'endConversation', value };
      const answer = taken(await toSkill({ ...envelopeOf(conversationId, around), ...escalation }));
      const id = opened.parse(JSON.parse(answer)).activities[0]?.value.LiveChatConversationId;
      if (id === undefined) throw new Error(`no live chat in ${answer.slice(0, 300)}`);
      return { conversationId, liveChatId: id };
    },
    customerSays: async (person, number) => void taken(await customerSends(person, tagged(number))),
    agentSays: async (person, number) => void taken(await agentSends(person, `m${number}`, tagged(number))),
    tries: (from, person, text) =>
      from === 'customer' ? customerSends(person, text) : agentSends(person, randomUUID(), text),
    close,
  };
}

/** Spreads requests over all addresses of the subject. */
function connectionsTo({ urls }: Subject) {
  const pools = urls.map((url) => new Pool(url, { connections, pipelining: 1 }));
  let turn = 0;
  return {
    async post(path: string, headers: Record<string, string>, body: string): Promise<Answer> {
      const pool = pools[turn++ % pools.length];
      if (pool === undefined) throw new Error('a subject has no address');
      const answer = await pool.request({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      const text = await answer.body.text();
      const seconds = answer.headers['retry-after'];
      const retryAfterMs = seconds === undefined ? undefined : Number(seconds) * 1000;
      return { status: answer.statusCode, text, retryAfterMs };
    },
    close: async () => void (await Promise.all(pools.map((pool) => pool.destroy()))),
  };
}

/** The headers of a signed callback (standardwebhooks.com). */
function signer(secret: string) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return (id: string, at: Date, body: string) => {
    const seconds = String(Math.floor(at.getTime() / 1000));
    const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
    return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
  };
}

function taken({ status, text }: Answer): string {
  if (status >= 300) throw new Error(`answered ${status}: ${text.slice(0, 300)}`);
  return text;
}

interface Surroundings {
  readonly credentials: Credentials;
  readonly parties: Peers;
}

/** What Copilot Studio sends around every activity. */
function envelopeOf(conversationId: string, { credentials, parties }: Surroundings) {
  const { tenantId, skillApp, copilotApp } = credentials;
  const id = randomUUID();
  const from = { id: `29:${conversationId}`, name: 'Anna Berg', aadObjectId: conversationId, role: 'user' };
  const conversation = { id: conversationId, conversationType: 'personal', tenantId, isGroup: false };
  return {
    id,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: parties.teamsServiceUrl,
    from,
    recipient: { id: skillApp.clientId, name: 'Handoff Bridge', role: 'skill' },
    conversation,
    relatesTo: {
      activityId: id,
      user: from,
      bot: { id: `28:${copilotApp.clientId}`, name: 'Contoso Agent', role: 'bot' },
      conversation,
      channelId: 'msteams',
      locale: 'en-US',
      serviceUrl: parties.teamsServiceUrl,
    },
    channelData: { tenant: { id: tenantId } },
    locale: 'en-US',
    deliveryMode: 'expectReplies',
  };
}
