import { Activity } from '@microsoft/agents-activity';
import {
  CloudAdapter,
  type ResourceResponse,
  type TurnContext,
  type UserTokenClient,
  type WebResponse,
} from '@microsoft/agents-hosting';

/** What the Agents SDK answers in a turn, and what it would post, as JSON that was read again. */
export interface SdkTurn {
  readonly answer: unknown;
  readonly posted: readonly unknown[];
}

/** Has the SDK's own turn give replies to an activity. */
export async function sdkTurn(activity: object, replies: readonly object[]): Promise<SdkTurn> {
  const adapter = new RecordingAdapter({
    clientId: 'skill-app',
    clientSecret: 'unused',
    tenantId: 'tenant-1',
  });
  adapter.onTurnError = async (_, error) => {
    throw error;
  };
  const response = new Answer();
  const user = { aud: 'skill-app', azp: 'copilot-app' };
  await adapter.process(
    { method: 'POST', headers: {}, body: { ...activity }, user },
    response,
    async (context) => {
      await context.sendActivities(replies.map((reply) => Activity.fromObject(reply)));
    },
  );
  return { answer: response.body, posted: adapter.posted };
}

const written = (activity: unknown): unknown =>
  JSON.parse(activity instanceof Activity ? activity.toJsonString() : JSON.stringify(activity));

class RecordingAdapter extends CloudAdapter {
  readonly posted: unknown[] = [];

  protected override resolveIfConnectorClientIsNeeded(): boolean {
    return false;
  }

  protected override createUserTokenClient(): Promise<UserTokenClient> {
    return super.createUserTokenClient({});
  }

  override async sendActivities(_: TurnContext, activities: Activity[]): Promise<ResourceResponse[]> {
    this.posted.push(...activities.map(written));
    return activities.map(() => ({ id: '' }));
  }
}

class Answer implements WebResponse {
  headersSent = false;
  writableEnded = false;
  body: unknown;

  status(): this {
    return this;
  }
  setHeader(): this {
    return this;
  }
  send(sent: unknown): this {
    const isAnswer = typeof sent === 'object' && sent !== null && 'activities' in sent;
    this.body =
      isAnswer && Array.isArray(sent.activities) ? { activities: sent.activities.map(written) } : sent;
    return this;
  }
  end(): this {
    this.writableEnded = true;
    return this;
  }
}
