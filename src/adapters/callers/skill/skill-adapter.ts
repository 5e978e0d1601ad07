import type { Activity } from '@microsoft/agents-activity';
import {
  CloudAdapter,
  type ResourceResponse,
  type TurnContext,
  type UserTokenClient,
} from '@microsoft/agents-hosting';
import { type AppConnection, copilotScope } from '../../bot-framework/identity/tokens.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';
import { ReplyNotDelivered } from '../caller.ts';

/**
 * The Agents SDK's adapter, with our own way out: replies leave with a time-out, to allowed hosts only, and a failure
 * is reported to the caller instead of to the customer.
 */
export class SkillAdapter extends CloudAdapter {
  readonly #post: PostActivity;

  constructor({ clientId, clientSecret, tenantId }: AppConnection, post: PostActivity) {
    super({ clientId, clientSecret, tenantId });
    this.#post = post;
    this.onTurnError = async (_context, error) => {
      throw error;
    };
  }

  /** Replies need no client of the SDK's, and its token request would cost every turn. */
  protected override resolveIfConnectorClientIsNeeded(): boolean {
    return false;
  }

  /** The bridge signs no users in; without an identity the SDK makes an idle client and asks for no token. */
  protected override createUserTokenClient(): Promise<UserTokenClient> {
    return super.createUserTokenClient({});
  }

  override async sendActivities(context: TurnContext, activities: Activity[]): Promise<ResourceResponse[]> {
    const { serviceUrl, conversation, id } = context.activity;
    const copilotAppId: unknown = context.identity?.azp ?? context.identity?.appid;
    if (serviceUrl === undefined || conversation === undefined || typeof copilotAppId !== 'string') {
      throw new ReplyNotDelivered('the activity has no address to reply to');
    }
    for (const activity of activities) {
      const delivery = await this.#post({
        serviceUrl,
        conversationId: conversation.id,
        ...(id !== undefined && { replyTo: id }),
        body: activity.toJsonString(),
        scope: copilotScope(copilotAppId),
      });
      if (delivery.outcome !== 'delivered')
        throw new ReplyNotDelivered(`the copilot did not take a reply: ${delivery.cause}`);
    }
    return activities.map(() => ({ id: '' }));
  }
}
