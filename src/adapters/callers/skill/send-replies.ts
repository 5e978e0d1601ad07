import { Activity } from '@microsoft/agents-activity';
import type { TurnContext, WebResponse } from '@microsoft/agents-hosting';
import type { InboundActivity, ReceivedActivity } from '../../bot-framework/inbound-activity.ts';
import type { SkillAdapter } from './skill-adapter.ts';
import type { Reply } from './skill-turn.ts';

export interface SdkResponse {
  readonly status: number;
  /** JSON, or absent for an empty answer. */
  readonly body?: string;
}

interface Replying extends ReceivedActivity {
  readonly replies: readonly Reply[];
}

/**
 * Has the SDK's adapter send the replies of a turn, in the way the activity asks for, and gives back what it would have
 * written to an HTTP response. Most turns of a conversation with an agent have no reply, and need no SDK.
 */
export function sendReplies(adapter: SkillAdapter, replying: Replying): SdkResponse | Promise<SdkResponse> {
  const { activity, replies } = replying;
  if (replies.length > 0) return sendThroughSdk(adapter, replying);
  return activity.deliveryMode === 'expectReplies' ? noReplies : { status: 200 };
}

const noReplies: SdkResponse = { status: 200, body: '{"activities":[]}' };

async function sendThroughSdk(
  adapter: SkillAdapter,
  { activity, callerAppId, replies }: Replying,
): Promise<SdkResponse> {
  const response = new BufferedResponse();
  const user = { aud: adapter.getClientId() ?? '', azp: callerAppId };
  const turn = async (context: TurnContext) => {
    await context.sendActivities(replies.map((reply) => Activity.fromObject(reply)));
  };
  await adapter.process(
    { method: 'POST', headers: {}, body: sdkRequestBody(activity), user },
    response,
    turn,
  );
  return response.response();
}

/** What replies are made from. The SDK knows more of an activity than we use, and is strict about all of it. */
function sdkRequestBody({
  type,
  id,
  channelId,
  serviceUrl,
  deliveryMode,
  locale,
  ...accounts
}: InboundActivity) {
  const { from, recipient, conversation } = accounts;
  const named = ({ id, name, role }: NonNullable<InboundActivity['from']>) => ({
    id,
    ...(name !== undefined && { name }),
    ...(role !== undefined && { role }),
  });
  return {
    type,
    channelId,
    serviceUrl,
    ...(id !== undefined && { id }),
    ...(deliveryMode !== undefined && { deliveryMode }),
    ...(locale !== undefined && { locale }),
    // The SDK needs a sender to reply to, and an activity of the copilot itself may have none.
    from: named(from ?? { id: conversation.id }),
    ...(recipient && { recipient: named(recipient) }),
    conversation: { id: conversation.id, ...(conversation.tenantId && { tenantId: conversation.tenantId }) },
  };
}

/** As much of a Node response as the SDK's adapter touches. */
class BufferedResponse implements WebResponse {
  headersSent = false;
  writableEnded = false;
  #status = 200;
  #body: unknown;

  status(code: number): this {
    this.#status = code;
    return this;
  }
  setHeader(): this {
    return this;
  }
  send(body: unknown): this {
    this.#body = body;
    return this;
  }
  end(): this {
    this.writableEnded = true;
    return this;
  }
  response(): SdkResponse {
    const body = bodyText(this.#body);
    return body === undefined ? { status: this.#status } : { status: this.#status, body };
  }
}

/** Activities know their own wire form; plain JSON.stringify would show private fields of theirs. */
function bodyText(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  if (!('activities' in body) || !Array.isArray(body.activities)) return JSON.stringify(body);
  const activities = body.activities.map((each) =>
    each instanceof Activity ? each.toJsonString() : JSON.stringify(each),
  );
  return `{"activities":[${activities.join(',')}]}`;
}
