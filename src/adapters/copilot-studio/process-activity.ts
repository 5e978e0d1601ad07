import { Activity } from '@microsoft/agents-activity';
import type { TurnContext, WebResponse } from '@microsoft/agents-hosting';
import { Problem } from '../http/problem.ts';
import type { SkillAdapter } from './skill-adapter.ts';
import type { Reply } from './skill-turn.ts';
import type { InboundActivity } from './wire.ts';

export interface Answered {
  readonly status: number;
  /** JSON, or absent for an empty answer. */
  readonly body?: string;
}

/** Has the SDK's adapter run a turn, and gives back what it would have written to an HTTP response. */
export async function processActivity(
  adapter: SkillAdapter,
  { activity, callerAppId }: { readonly activity: InboundActivity; readonly callerAppId: string },
  turn: () => Promise<readonly Reply[]>,
): Promise<Answered> {
  const response = new BufferedResponse();
  const user = { aud: adapter.getClientId() ?? '', azp: callerAppId };
  let hasBegun = false;
  const turnOfContext = async (context: TurnContext) => {
    hasBegun = true;
    const replies = await turn();
    if (replies.length > 0) await context.sendActivities(replies.map((reply) => Activity.fromObject(reply)));
  };
  try {
    await adapter.process({ method: 'POST', headers: {}, body: activity, user }, response, turnOfContext);
  } catch (error) {
    throw hasBegun ? error : notAnActivity(error);
  }
  return response.answered();
}

/** The SDK's schema knows more of an activity than we use, and is as strict about that. */
function notAnActivity(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'ZodError' || !('issues' in error)) return error;
  const first: unknown = Array.isArray(error.issues) ? error.issues[0] : undefined;
  const path: unknown =
    typeof first === 'object' && first !== null && 'path' in first ? first.path : undefined;
  const field = Array.isArray(path) && path.length > 0 ? path.join('.') : 'body';
  return new Problem(400, `The activity is not valid: ${field}.`, field, { cause: error });
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
  answered(): Answered {
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
