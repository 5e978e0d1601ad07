import type { Activity } from '@microsoft/agents-activity';
import { Activity as SdkActivity } from '@microsoft/agents-activity';
import {
  CloudAdapter,
  type ResourceResponse,
  type TurnContext,
  type UserTokenClient,
} from '@microsoft/agents-hosting';
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { request } from 'undici';
import type { MicrosoftSide } from '../../../../simulators/microsoft-side.ts';
import { apps } from '../fake-skill.ts';

/** What the agent says in a turn: texts, or whole activities. */
export type Says = readonly (string | { readonly type: string; readonly [field: string]: unknown })[];

/** An agent of the Microsoft 365 Agents SDK, with what its JavaScript lacks for a connected agent. */
export interface SdkAgent {
  readonly url: string;
  /** What the SDK made of each activity with a right token, in order. */
  readonly heard: readonly Activity[];
  /** The claims of the tokens that came, and the caller header. */
  readonly calls: readonly { readonly claims: object; readonly header: string | undefined }[];
  answers(says: (activity: Activity) => Says | Promise<Says>): void;
  /** Posts to a callback, the newest unless told, and gives the answer. */
  posts(what: object, how?: { readonly to?: string; readonly token?: string }): Promise<PostAnswer>;
  stop(): Promise<void>;
}

interface PostAnswer {
  readonly status: number;
  readonly contentType: unknown;
  readonly body: string;
}

class ConnectedAgentAdapter extends CloudAdapter {
  /** The SDK would append a path to the callback. */
  protected override resolveIfConnectorClientIsNeeded(): boolean {
    return false;
  }

  protected override createUserTokenClient(): Promise<UserTokenClient> {
    return super.createUserTokenClient({});
  }

  override async sendActivities(context: TurnContext, activities: Activity[]): Promise<ResourceResponse[]> {
    for (const activity of activities)
      await post(context.activity.serviceUrl ?? '', JSON.parse(activity.toJsonString()));
    return activities.map(() => ({ id: '' }));
  }
}

async function post(url: string, what: object, token?: string): Promise<PostAnswer> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(what),
  });
  const body = await answer.body.text();
  return { status: answer.statusCode, contentType: answer.headers['content-type'], body };
}

const toActivities = (says: Says): readonly Activity[] =>
  says.map((said) =>
    SdkActivity.fromObject(typeof said === 'string' ? { type: 'message', text: said } : said),
  );

export async function startSdkAgent(side: MicrosoftSide): Promise<SdkAgent> {
  const keys = createRemoteJWKSet(new URL(`${side.authority}/${apps.tenantId}/discovery/v2.0/keys`));
  const adapter = new ConnectedAgentAdapter({ ...apps.skillApp, tenantId: apps.tenantId });
  adapter.onTurnError = async (_, error) => {
    throw error;
  };
  const heard: Activity[] = [];
  const calls: { claims: object; header: string | undefined }[] = [];
  let answer: (activity: Activity) => Says | Promise<Says> = ({ text }) => [`You said: ${text}`];
  const app = express().use(express.json());
  app.post('/api/messages', async (incoming, response) => {
    const token = incoming.header('authorization')?.slice('Bearer '.length) ?? '';
    const { clientId } = apps.skillApp;
    const demands = { audience: [clientId, `api://${clientId}`], issuer: side.entra.issuer };
    const verified = await jwtVerify(token, keys, demands).catch(() => undefined);
    if (!verified) return void response.status(401).end();
    calls.push({ claims: verified.payload, header: incoming.header('x-ms-agentsdk-caller') });
    const activity = SdkActivity.fromObject(incoming.body);
    heard.push(activity);
    if (incoming.body.deliveryMode === 'stream') {
      response.setHeader('content-type', 'text/event-stream');
      for (const said of toActivities(await answer(activity)))
        response.write(`event: activity\r\ndata: ${said.toJsonString()}\r\n\r\n`);
      return void response.end();
    }
    await adapter.process(
      Object.assign(incoming, { user: { aud: clientId, azp: clientId } }),
      response,
      async (context) => {
        const activities = toActivities(await answer(context.activity));
        if (activities.length > 0) await context.sendActivities([...activities]);
      },
    );
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/messages`;
  side.connectSkill(url);
  return {
    url,
    heard,
    calls,
    answers: (says) => {
      answer = says;
    },
    posts: (what, { to, token } = {}) => post(to ?? heard.at(-1)?.serviceUrl ?? '', what, token),
    stop: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
}
