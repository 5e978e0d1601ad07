import { createHmac, randomUUID } from 'node:crypto';
import type { Credentials } from '../../simulators/bridge-environment.ts';
import type { Peers } from '../peers.ts';

/** An activity of a conversation but for its id and its text, which need no escaping. */
export type Envelope = (text: string) => string;

interface Surroundings {
  readonly credentials: Credentials;
  readonly parties: Peers;
}

const mark = { id: '@id@', text: '@text@' } as const;

/** Written once: what is left for each message is to put it together. */
export function envelopeOf(activity: object): Envelope {
  const written = JSON.stringify(activity);
  const [start = '', between = '', ...rest] = written.split(mark.id);
  const [before = '', after = ''] = rest.join(mark.id).split(mark.text);
  return (text) => {
    const id = randomUUID();
    return `${start}${id}${between}${id}${before}${text}${after}`;
  };
}

/** What Copilot Studio sends around every activity; replies go to its service URL. */
export function activityOf(conversationId: string, { credentials, parties }: Surroundings) {
  const { tenantId, skillApp, copilotApp } = credentials;
  const from = { id: `29:${conversationId}`, name: 'Anna Berg', aadObjectId: conversationId, role: 'user' };
  const conversation = { id: conversationId, conversationType: 'personal', tenantId, isGroup: false };
  return {
    id: mark.id,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: parties.teamsServiceUrl,
    from,
    recipient: { id: skillApp.clientId, name: 'Handoff Bridge', role: 'skill' },
    conversation,
    relatesTo: {
      activityId: mark.id,
      user: from,
      bot: { id: `28:${copilotApp.clientId}`, name: 'Contoso Agent', role: 'bot' },
      conversation,
      channelId: 'msteams',
      locale: 'en-US',
      serviceUrl: parties.teamsServiceUrl,
    },
    channelData: { tenant: { id: tenantId } },
    locale: 'en-US',
  };
}

/** Words of a customer in a handoff. */
export const wordsOf = (conversationId: string, liveChatId: string, around: Surroundings): Envelope =>
  envelopeOf({
    ...activityOf(conversationId, around),
    type: 'message',
    text: mark.text,
    value: { LiveChatConversationId: liveChatId },
  });

/** The headers of a signed callback (standardwebhooks.com). */
export function signer(secret: string): (id: string, at: Date, body: string) => readonly string[] {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return (id, at, body) => {
    const seconds = String(Math.floor(at.getTime() / 1000));
    const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
    return ['webhook-id', id, 'webhook-timestamp', seconds, 'webhook-signature', `v1,${signature}`];
  };
}
