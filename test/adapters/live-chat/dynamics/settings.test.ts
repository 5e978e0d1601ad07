import { describe, expect, it } from 'vitest';
import { dynamicsSettings } from '../../../../src/adapters/live-chat/dynamics/settings.ts';

const guid = '5f1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9';
const least = {
  LIVECHAT_BASE_URL: `https://m-${guid}.eu.omnichannelengagementhub.com/`,
  LIVECHAT_DYNAMICS_ORG_ID: `{${guid.toUpperCase()}}`,
  LIVECHAT_DYNAMICS_CHANNEL_ID: guid,
  LIVECHAT_DYNAMICS_SCOPE: 'https://5f1b2c3d4e5f40718293a4b5c6d7e8f9-c.crm4.dynamics.com/.default',
};
const findings = (changes: object) =>
  dynamicsSettings.safeParse({ ...least, ...changes }).error?.issues.map(({ message }) => message) ?? [];

describe('The settings of Dynamics', () => {
  it('need the host, the organization, the channel and the scope, and nothing more', () => {
    expect(dynamicsSettings.parse(least)).toEqual({
      baseUrl: `https://m-${guid}.eu.omnichannelengagementhub.com`,
      orgId: guid,
      channelId: guid,
      scope: least.LIVECHAT_DYNAMICS_SCOPE,
      callbacks: {},
    });
    for (const name of Object.keys(least)) expect(findings({ [name]: undefined })).toHaveLength(1);
  });

  it('name audiences and apps of callbacks, several during a change', () => {
    const { callbacks } = dynamicsSettings.parse({
      ...least,
      LIVECHAT_DYNAMICS_CALLBACK_AUDIENCE: `${guid.toUpperCase()}, api://contoso.com/bridge`,
      LIVECHAT_DYNAMICS_CALLBACK_APP_ID: `${guid},${guid}`,
      LIVECHAT_DYNAMICS_CALLBACK_TENANT_ID: guid,
    });
    expect(callbacks).toEqual({
      tenantId: guid,
      audiences: [guid, 'api://contoso.com/bridge'],
      callers: [guid, guid],
    });
  });

  it('have both of the two for availability, or none', () => {
    const orgUrl = { LIVECHAT_DYNAMICS_ORG_URL: 'https://contoso.crm4.dynamics.com/' };
    const workstream = { LIVECHAT_DYNAMICS_LIVE_WORK_STREAM_ID: guid };
    const refuses = { LIVECHAT_DYNAMICS_REFUSE_WITHOUT_AGENTS: 'true' };
    expect(dynamicsSettings.parse({ ...least, ...orgUrl, ...workstream, ...refuses }).availability).toEqual({
      orgUrl: 'https://contoso.crm4.dynamics.com',
      liveWorkStreamId: guid,
      refusesWithoutAgents: true,
    });
    expect(findings(orgUrl)).toEqual([expect.stringMatching(/LIVE_WORK_STREAM_ID is missing/)]);
    expect(findings(workstream)).toEqual([expect.stringMatching(/ORG_URL is missing/)]);
    expect(findings(refuses)).toEqual([expect.stringMatching(/REFUSE_WITHOUT_AGENTS is not usable/)]);
  });

  it.each([
    ['LIVECHAT_BASE_URL', ['http://contoso.com', 'x']],
    ['LIVECHAT_DYNAMICS_ORG_ID', ['contoso', '00000000-0000-0000-0000-000000000000']],
    ['LIVECHAT_DYNAMICS_SCOPE', ['https://x.dynamics.com', 'https://x.dynamics.com//.default', '/.default']],
    ['LIVECHAT_DYNAMICS_CALLBACK_AUDIENCE', ['contoso', `${guid},contoso`, ',']],
    ['LIVECHAT_DYNAMICS_CALLBACK_APP_ID', ['api', `${guid},x`]],
    ['LIVECHAT_DYNAMICS_ORG_URL', ['http://contoso.crm4.dynamics.com', 'contoso']],
  ])('refuse a %s that cannot be right', (name, values) => {
    for (const value of values) expect(findings({ [name]: value }), value).not.toEqual([]);
  });
});
