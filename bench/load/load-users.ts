import { randomUUID } from 'node:crypto';
import type { Credentials } from '../../simulators/bridge-environment.ts';
import { type Peers, tagged } from '../peers.ts';
import type { Subject } from '../subjects.ts';
import { activityOf, type Envelope, envelopeOf, signer, wordsOf } from './envelopes.ts';
import { type Answer, posterTo } from './poster.ts';

/** A customer in a handoff, and the agent on the other side. */
export interface LoadUser {
  readonly conversationId: string;
  readonly liveChatId: string;
  readonly words: Envelope;
}

/** The virtual users of one subject. Each call resolves with its answer, and throws when that is not a 2xx. */
export interface LoadUsers {
  /** A new customer asks for an agent, and hears of it. */
  asks(): Promise<LoadUser>;
  customerSays(person: LoadUser, number: number): Promise<void>;
  agentSays(person: LoadUser, number: number): Promise<void>;
  /** Any text from either side. Resolves with the answer whatever it is. */
  tries(from: 'customer' | 'agent', person: LoadUser, text: string): Promise<Answer>;
  close(): Promise<void>;
}

const json = ['content-type', 'application/json'] as const;

export function loadUsers(subject: Subject, credentials: Credentials, parties: Peers): LoadUsers {
  const { post, close } = posterTo(subject);
  const around = { credentials, parties };
  const skillHeaders = [...json, 'authorization', `Bearer ${parties.skillToken}`];
  const sign = signer(credentials.webhookSecret);

  const toSkill = (body: string): Promise<Answer> => post('/api/messages', skillHeaders, body);
  const agentSends = ({ liveChatId }: LoadUser, id: string, message: string): Promise<Answer> => {
    const at = new Date();
    const body = `{"sessionId":"${liveChatId}","messageId":"${id}","message":${message},"sender":"Dana","timestamp":"${at.toISOString()}"}`;
    return post('/api/messages/proactive', [...json, ...sign(id, at, body)], body);
  };
  return {
    async asks() {
      const conversationId = `a:1${randomUUID()}`;
      const value = { ProblemDescription: 'My order has not come' };
      const escalation = { type: 'event', name: 'endConversation', value };
      const told = parties.toldTo(conversationId);
      taken(await toSkill(envelopeOf({ ...activityOf(conversationId, around), ...escalation })('')));
      const liveChatId = await told;
      return { conversationId, liveChatId, words: wordsOf(conversationId, liveChatId, around) };
    },
    customerSays: async ({ words }, number) => taken(await toSkill(words(tagged(number)))),
    agentSays: async (person, number) => taken(await agentSends(person, `m${number}`, `"${tagged(number)}"`)),
    tries: (from, person, text) =>
      from === 'customer'
        ? toSkill(person.words(JSON.stringify(text).slice(1, -1)))
        : agentSends(person, randomUUID(), JSON.stringify(text)),
    close,
  };
}

function taken({ status, text }: Answer): void {
  if (status >= 300) throw new Error(`answered ${status}: ${text.slice(0, 300)}`);
}
