import type {
  LiveChatAttempt,
  LiveChatStart,
  StartOutcome,
} from '../../../../application/ports/live-chat.ts';
import { liveChatId } from '../../../../domain/ids.ts';
import { personName } from '../../../../domain/plain-text.ts';
import type { HttpOutcome } from '../../../http/client/http-outcome.ts';
import { type CallApi, callsWithin, type Reading, readAs } from '../api.ts';
import { failedStart, ownRefusal, undecided } from '../outcomes.ts';
import {
  type ConversationBody,
  conversationAnswer,
  ownKey,
  type PassControlBody,
  type UserBody,
  userAnswer,
} from '../wire.ts';
import type { AskForAgents } from './availability.ts';
import { type Conversation, conversationOf, ownMessages, postMessage } from './conversations.ts';
import { openingMessages } from './opening-messages.ts';
import { type AgentIntegration, isNamed, passControl, releaseControl } from './switchboard.ts';
import { type TicketSettings, ticketMetadata } from './ticket-fields.ts';

export interface StartDependencies {
  readonly call: CallApi;
  readonly ticket: TicketSettings;
  readonly agentIntegration: AgentIntegration;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Absent where agents cannot be asked for. */
  readonly askForAgents?: AskForAgents;
}

type Words = LiveChatStart & { readonly firstWords: string };

/** All calls of one attempt, in milliseconds: it has to be over before the lease of its lane is. */
const startWithinMs = 40_000;

/**
 * User, conversation, messages, control, in this order. Each is looked for before it is done again, and is found by our own id
 * of the session, so that a repeat goes on where an attempt before stopped. Until control is passed the agents see nothing.
 */
export async function startConversation(
  dependencies: StartDependencies,
  start: LiveChatStart,
  { mayHaveArrived }: LiveChatAttempt,
): Promise<StartOutcome> {
  const call = callsWithin(dependencies.call, startWithinMs, dependencies.nowMs);
  const { firstWords, sessionId } = start;
  // Texts were erased: there is nothing to say any more, and only what was opened is asked for.
  if (firstWords === undefined) return onlyFound(await conversationOf(call, sessionId));
  if (!mayHaveArrived) {
    const refusal = await dependencies.askForAgents?.();
    if (refusal !== undefined) return { outcome: 'rejected', cause: refusal };
  }
  const user = await ensureUser(call, start);
  if (typeof user !== 'string') return failedStart(user, false);
  const conversation = await ensureConversation({ ...dependencies, call }, start, user);
  if ('failure' in conversation) return failedStart(conversation.failure, user === 'known');
  const begun = { ...conversation.value, mayHaveArrived, start: { ...start, firstWords } };
  const failure = await sayAndPass({ ...dependencies, call }, begun);
  if (failure === undefined) return opened(begun.conversation);
  const outcome = failedStart(failure, true);
  // What is refused for good is given back, lest a default integration goes on with it.
  if (outcome.outcome === 'rejected')
    await releaseControl(call, begun.conversation.id, { [ownKey]: sessionId });
  return outcome;
}

const opened = ({ id }: Conversation): StartOutcome => ({
  outcome: 'opened',
  liveChatId: liveChatId(id),
  opening: { as: 'queued' },
});

function onlyFound(found: Reading<Conversation | undefined>): StartOutcome {
  if ('failure' in found) return undecided(found.failure);
  return found.value === undefined ? { outcome: 'rejected', cause: 'unavailable' } : opened(found.value);
}

/** Whether the user is new, or was there: then a conversation may be there as well. */
async function ensureUser(
  call: CallApi,
  { sessionId, customer }: LiveChatStart,
): Promise<User | HttpOutcome> {
  const givenName = personName(customer.name, 'Customer');
  const locale = customer.locale?.slice(0, 64);
  const body: UserBody = { externalId: sessionId, profile: { givenName, ...(locale && { locale }) } };
  const result = await call({
    method: 'POST',
    path: '/users',
    route: 'create-user',
    message: sessionId,
    body,
  });
  const created = readAs(result, userAnswer);
  if ('value' in created) return 'new';
  return ownRefusal(created.failure) === 409 ? 'known' : created.failure;
}

type User = 'new' | 'known';

interface Begun {
  readonly conversation: Conversation;
  /** Whether an attempt before made it, so that it may hold messages already. */
  readonly isKnown: boolean;
}

async function ensureConversation(
  { call, ticket }: StartDependencies,
  { sessionId, context }: LiveChatStart,
  user: User,
): Promise<Reading<Begun>> {
  if (user === 'known') {
    const found = await conversationOf(call, sessionId);
    if ('failure' in found) return found;
    if (found.value !== undefined) return { value: { conversation: found.value, isKnown: true } };
  }
  const body: ConversationBody = {
    type: 'personal',
    participants: [{ userExternalId: sessionId, subscribeSDKClient: false }],
    // Where the Agent Workspace is the default integration, the first message makes the ticket: its fields come before it.
    metadata: { [ownKey]: sessionId, ...ticketMetadata(ticket, sessionId, context) },
  };
  const asked = {
    method: 'POST',
    path: '/conversations',
    route: 'create-conversation',
    message: sessionId,
    body,
  } as const;
  const created = readAs(await call(asked), conversationAnswer);
  return 'failure' in created
    ? created
    : { value: { conversation: created.value.conversation, isKnown: false } };
}

/** Says what is not said yet, and passes control unless the agents have it. Answers what went wrong, if anything. */
async function sayAndPass(
  { call, ticket, agentIntegration }: StartDependencies,
  begun: Begun & { readonly start: Words; readonly mayHaveArrived: boolean },
): Promise<HttpOutcome | undefined> {
  const { conversation, mayHaveArrived, start } = begun;
  const said = await sayOpening(call, begun);
  if ('failure' in said) return said.failure;
  const integration = await agentIntegration(call);
  if ('failure' in integration) return integration.failure;
  if (mayHaveArrived && isNamed(conversation.activeSwitchboardIntegration, integration.value))
    return undefined;
  const body: PassControlBody = {
    switchboardIntegration: integration.value,
    metadata: {
      [ownKey]: start.sessionId,
      // The ticket shows ten messages before this call unless it is told where to begin.
      ...(said.value !== undefined && { first_message_id: said.value }),
      ...ticketMetadata(ticket, start.sessionId, start.context),
    },
  };
  const passed = await passControl(call, conversation.id, body);
  return 'failure' in passed ? passed.failure : undefined;
}

/** Says what is not said yet. Zendesk's id of the first message. */
async function sayOpening(
  call: CallApi,
  { conversation, isKnown, start }: Begun & { readonly start: Words },
): Promise<Reading<string | undefined>> {
  const messages = openingMessages(start);
  const wanted = messages.map(({ ownId }) => ownId);
  const sought = { conversationId: conversation.id, since: 0 };
  const said = isKnown ? await ownMessages(call, sought, wanted) : nothingSaid;
  if ('failure' in said) return said;
  const ids = new Map(said.value);
  for (const { ownId, body } of messages) {
    if (ids.has(ownId)) continue;
    const posted = await postMessage(call, conversation.id, { ownId, body });
    if ('failure' in posted) return posted;
    ids.set(ownId, posted.value);
  }
  return { value: ids.get(wanted[0] ?? '') };
}

const nothingSaid = { value: new Map<string, string>() };
