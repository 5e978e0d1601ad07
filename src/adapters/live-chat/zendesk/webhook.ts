import type {
  LiveChatAnswer,
  RecordAgentStatus,
  RelayAgentMessage,
} from '../../../application/ports/inbound.ts';
import type { Throttles } from '../../http/limits/throttles.ts';
import { fieldOf } from '../../http/requests/field-of.ts';
import { Problem } from '../../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../../http/requests/read-json.ts';
import { type ApiRoutes, serve } from '../../http/server/api-routes.ts';
import { soleValue } from '../../http/server/times-sent.ts';
import { inBatch } from './callbacks/batch.ts';
import { answered } from './callbacks/callback-answer.ts';
import { batch } from './callbacks/event-wire.ts';
import { type Meaning, meaningOf } from './callbacks/events.ts';
import { conversationsRoute } from './callbacks/openapi.ts';

export interface ConversationsWebhookDependencies {
  readonly relayAgentMessage: RelayAgentMessage;
  readonly recordAgentStatus: RecordAgentStatus;
  readonly throttles: Throttles;
  readonly isKnownKey: (given: string | undefined) => boolean;
  /** The switchboard integration of the agents, where the operator has named it. */
  readonly integration?: string;
  /** Hears of each event that is not as Zendesk has it: it is left out, since a refusal would take the others with it. */
  readonly noteInvalid: (field: string) => void;
}

/** `POST /api/livechat/zendesk`: what a webhook of Sunshine Conversations tells, several events at a time. */
export function conversationsWebhook(
  routes: ApiRoutes,
  dependencies: ConversationsWebhookDependencies,
): void {
  const { throttles, isKnownKey, integration } = dependencies;
  serve(routes, conversationsRoute, async (c) => {
    const body = await readBody(c);
    const key = soleValue(c.env.incoming, 'x-api-key');
    if (!isKnownKey(key)) {
      throttles.unauthenticated(c);
      const reason = key === undefined ? 'not-signed' : 'bad-signature';
      throw new Problem(401, 'The callback has not the key of the webhook.', { refusal: { reason } });
    }
    const parsed = batch.safeParse(parseJsonObject(body));
    if (!parsed.success) throw notValid(fieldOf(parsed.error));
    const meant = parsed.data.events.map((event) => meaningOf(event, integration));
    const answers = await inBatch(meant.filter(isForUs), {
      conversationOf,
      // Each conversation answers for its part of the bytes.
      mayPass: (of, count) =>
        throttles.session(c, { of, body: body.slice(0, Math.ceil((body.length * count) / meant.length)) }),
      take: (event) => take(dependencies, event),
    });
    const invalid = meant.flatMap((each) => (each.means === 'invalid' ? [each.field] : []));
    for (const field of invalid) dependencies.noteInvalid(field);
    const [onlyInvalid] = invalid.length === meant.length ? invalid : [];
    if (onlyInvalid !== undefined) throw notValid(onlyInvalid);
    return answered(c, answers);
  });
}

type ForUs = Extract<Meaning, { readonly means: 'words' | 'status' }>;

const isForUs = (meaning: Meaning): meaning is ForUs =>
  meaning.means === 'words' || meaning.means === 'status';

function conversationOf(event: ForUs): string {
  const { of } = event.means === 'words' ? event.message : event.report;
  return 'liveChatId' in of ? of.liveChatId : of.sessionId;
}

function take(
  { relayAgentMessage, recordAgentStatus }: ConversationsWebhookDependencies,
  event: ForUs,
): Promise<LiveChatAnswer> {
  return event.means === 'words' ? relayAgentMessage(event.message) : recordAgentStatus(event.report);
}

const notValid = (field: string) => new Problem(400, `The callback is not valid: ${field}.`, { field });
