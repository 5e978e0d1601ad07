import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messagingApi } from '../../../../src/adapters/live-chat/dynamics/api.ts';
import { dataverseAvailability } from '../../../../src/adapters/live-chat/dynamics/availability.ts';
import { checkDynamics } from '../../../../src/adapters/live-chat/dynamics/check.ts';
import { json, type OddServer, oddServer, page, reset } from '../../http/client/odd-server.ts';
import { channel, orgId } from './dynamics-client.ts';

let server: OddServer;
beforeAll(async () => {
  server = await oddServer();
});
afterAll(() => server.stop());

async function pointsOf(withAvailability: boolean, getToken = async (): Promise<string> => 'token') {
  const call = messagingApi({
    baseUrl: server.url,
    orgId,
    channelId: channel,
    scope: 'x/.default',
    getToken,
  });
  const settings = { orgUrl: server.url, liveWorkStreamId: orgId, refusesWithoutAgents: false, getToken };
  return checkDynamics(call, withAvailability ? dataverseAvailability(settings) : undefined)();
}
const refusal = (status: number, errorCode?: number) => json(status, { title: 'x', status, errorCode });

describe('The check of Dynamics', () => {
  it('is fine where conversations are listed and hours are told, and changes nothing', async () => {
    server.next(
      json(200, { Conversations: [], ContinuationToken: null }),
      json(200, { IsQueueAvailable: true, IsAgentAvailable: false, AverageWaitTime: null }),
    );
    const points = await pointsOf(true);
    expect(points.map(({ result }) => result)).toEqual(['fine', 'fine']);
    expect(points[1]?.came).toBe('now within operating hours, no agent can take it');
    expect(server.heard.slice(-2).map(({ url }) => url)).toEqual([
      '/api/v1.0/consumer/conversations?PageSize=1',
      '/api/data/v9.2/CCaaS_GetRepresentativeAvailabilityBeforeConversation',
    ]);
  });

  it.each([
    ['the app and the channel', refusal(401), 'wrong', /msdyn_appid/],
    ['the organization id', refusal(400, 30001), 'wrong', /LIVECHAT_DYNAMICS_ORG_ID/],
    ['the channel id', refusal(404, 30004), 'wrong', /LIVECHAT_DYNAMICS_CHANNEL_ID/],
    ['the workstream', refusal(400, 30014), 'wrong', /workstream/],
    ['the address', page(404), 'wrong', /LIVECHAT_BASE_URL/],
    ['the address', page(200), 'wrong', /LIVECHAT_BASE_URL/],
    ['the address', reset, 'wrong', /LIVECHAT_BASE_URL/],
    ['nothing yet', refusal(503), 'unknown', /later|while/],
  ])('sends an operator to %s', async (_, behaviour, result, advice) => {
    server.next(behaviour, ...(behaviour === refusal(401) ? [behaviour] : []));
    const [point] = await pointsOf(false);
    expect(point?.result).toBe(result);
    expect(point?.advice).toMatch(advice);
  });

  it('names the scope where Entra gives no token, and the role where Dataverse refuses', async () => {
    const [withoutToken] = await pointsOf(false, () => Promise.reject(new Error('no')));
    expect(withoutToken).toMatchObject({ result: 'wrong', came: 'no-token' });
    expect(withoutToken?.advice).toMatch(/LIVECHAT_DYNAMICS_SCOPE/);
    server.next(json(200, { conversations: [] }), refusal(403));
    const [, refused] = await pointsOf(true);
    expect(refused?.result).toBe('wrong');
    expect(refused?.advice).toMatch(/LIVECHAT_DYNAMICS_ORG_URL.*Omnichannel administrator/);
  });
});
